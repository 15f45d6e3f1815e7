import { namesOf } from '../names.bicep'
import { contextName, environmentTier, tokenIssuer } from '../types.bicep'

@description('An app behind the gateway.')
type backend = {
  @description('The app\'s name.')
  name: string

  @description('The app\'s host name.')
  hostName: string

  @description('The contexts that it runs.')
  contexts: contextName[]
}

@description('So many calls in so many seconds, and so many a day.')
type allowance = {
  @description('What is counted: a role, or a route.')
  name: string

  @description('Calls in the seconds below.')
  calls: int

  @description('The window.')
  seconds: int

  @description('Calls a day.')
  callsPerDay: int
}

@description('Whom an allowance is for.')
type limitedCall = {
  @description('The allowance.')
  allowance: allowance

  @description('A policy expression.')
  condition: string
}

@description('The environment\'s tier.')
param tier environmentTier

@description('Ending of every name.')
param token string

@description('Application Insights, as the gateway knows it.')
param loggerId string

@description('The apps behind it. The last one has besides what is no context\'s: health, and the API\'s document.')
@minLength(1)
param backends backend[]

@description('The origin of the pages, which may call from a browser.')
param pagesOrigin string

@description('Whose tokens are let through.')
param identityProvider tokenIssuer

@description('What the gateway holds callers to: the same values that local/gateway obeys.')
var gateway = loadJsonContent('../../gateway.json')

@description('Which context has which route.')
var routes = loadJsonContent('../../routes.json')

@description('Standard v2 has no quota-by-key.')
var hasQuota = tier.gateway.sku != 'StandardV2'

@description('Puts values in the place of their names between double underscores.')
func filled(template string, values { *: string }) string =>
  reduce(items(values), template, (text, entry) => replace(text, '__${entry.key}__', entry.value))

@description('XML elements of one name, one for each value.')
func elements(name string, values string[]) string =>
  join(map(values, value => '<${name}>${value}</${name}>'), '')

@description('A policy expression: whether the route that was asked for is one of these.')
func isOneOf(routes string[]) string =>
  '"|${join(routes, '|')}|".Contains("|" + (string)context.Variables["route"] + "|")'

@description('A policy expression: the value of the route that was asked for, where it has one of its own.')
func byRoute(own { *: int }, other int, suffix string) string =>
  '${join(map(items(own), entry => '(string)context.Variables["route"] == "${entry.key}" ? ${entry.value}${suffix} : '), '')}${other}${suffix}'

@description('The start of a day of the quota, as API Management wants it: in UTC.')
var dayStarts = dateTimeFromEpoch(dateTimeToEpoch(gateway.limits.quotaDayStarts))

@description('Callers by role: the first row that fits a caller counts.')
var callers = map(gateway.limits.callers, row => {
  allowance: { name: row.role, calls: row.calls, seconds: row.seconds, callsPerDay: row.callsPerDay }
  condition: row.role == 'anonymous'
    ? 'true'
    : '((string)context.Variables["roles"]).Contains(",${row.role},")'
})

@description('Routes that cost much, on top of that.')
var costly = map(gateway.limits.costly, row => {
  allowance: { name: row.route, calls: row.calls, seconds: row.seconds, callsPerDay: row.callsPerDay }
  condition: isOneOf([row.route])
})

@description('What someone without a token may do.')
var anonymous = first(filter(gateway.limits.callers, row => row.role == 'anonymous'))!

// ARM lets no function call another that is already at work, not even by way of an argument: hence no `filled` in these.
@description('So many calls a day.')
func quotaOf(row allowance, dayStarts string) string =>
  replace(
    replace(
      replace(loadTextContent('../../apim/quota.xml'), '__callsPerDay__', string(row.callsPerDay)),
      '__dayStarts__',
      dayStarts
    ),
    '__name__',
    row.name
  )

@description('So many calls in so many seconds, and a day, where the condition holds.')
func limitOf(condition string, row allowance, quota string) string =>
  replace(
    replace(
      replace(
        replace(
          replace(loadTextContent('../../apim/caller.xml'), '__condition__', condition),
          '__calls__',
          string(row.calls)
        ),
        '__seconds__',
        string(row.seconds)
      ),
      '__quota__',
      quota
    ),
    '__name__',
    row.name
  )

@description('The policies of these rows.')
func limitsOf(rows limitedCall[], dayStarts string, hasQuota bool) string =>
  join(
    map(rows, row => limitOf(row.condition, row.allowance, hasQuota ? quotaOf(row.allowance, dayStarts) : '')),
    ''
  )

@description('The policy that sends a request to the app that has its route.')
var toBackends = join(
  map(
    backends,
    (app, index) =>
      '<when condition=\'@(${index == length(backends) - 1 ? 'true' : isOneOf(flatten(map(app.contexts, context => routes[?context] ?? [])))})\'><set-backend-service backend-id="${app.name}" /></when>'
  ),
  ''
)

resource service 'Microsoft.ApiManagement/service@2024-05-01' existing = { name: namesOf(token).gateway }

resource globalPolicy 'Microsoft.ApiManagement/service/policies@2024-05-01' = {
  parent: service
  name: 'policy'
  properties: {
    format: 'xml'
    value: filled(loadTextContent('../../apim/global.xml'), {
      correlationHeader: gateway.correlationHeader
      tripSeconds: string(gateway.breaker.tripSeconds)
    })
  }
}

resource apps 'Microsoft.ApiManagement/service/backends@2024-05-01' = [
  for app in backends: {
    parent: service
    name: app.name
    properties: {
      protocol: 'http'
      url: 'https://${app.hostName}${gateway.prefix}'
      tls: { validateCertificateChain: true, validateCertificateName: true }
      circuitBreaker: {
        rules: [
          {
            name: 'failures'
            failureCondition: {
              count: gateway.breaker.failures
              interval: 'PT${gateway.breaker.intervalSeconds}S'
              statusCodeRanges: map(gateway.breaker.statuses, range => { min: range.from, max: range.to })
            }
            tripDuration: 'PT${gateway.breaker.tripSeconds}S'
            acceptRetryAfter: gateway.breaker.acceptRetryAfter
          }
        ]
      }
    }
  }
]

// A named value, since it is known only when the pages' site is there; the rest of the policy is known before.
resource origin 'Microsoft.ApiManagement/service/namedValues@2024-05-01' = {
  parent: service
  name: 'pages-origin'
  properties: { displayName: 'pages-origin', value: pagesOrigin }
}

resource api 'Microsoft.ApiManagement/service/apis@2024-05-01' = {
  parent: service
  name: 'ktgg'
  properties: {
    displayName: 'KT.GG'
    path: replace(gateway.prefix, '/', '')
    protocols: ['https']
    // A person's token says who calls; there is no key to hand out besides.
    subscriptionRequired: false
    format: 'openapi+json'
    value: string(loadJsonContent('../../../docs/api/openapi.json'))
  }

  resource policy 'policies' = {
    name: 'policy'
    properties: {
      format: 'xml'
      value: filled(loadTextContent('../../apim/api.xml'), {
        corsMethods: elements('method', gateway.cors.methods)
        corsHeaders: elements('header', gateway.cors.headers)
        corsExposedHeaders: elements('header', gateway.cors.exposedHeaders)
        corsMaxAgeSeconds: string(gateway.cors.maxAgeSeconds)
        correlationHeader: gateway.correlationHeader
        isOpen: isOneOf(gateway.open)
        anonymousCalls: string(anonymous.calls)
        anonymousSeconds: string(anonymous.seconds)
        clockSkewSeconds: string(gateway.token.clockSkewSeconds)
        issuer: identityProvider.issuer
        audience: identityProvider.audience
        callers: limitsOf(callers, dayStarts, hasQuota)
        costly: limitsOf(costly, dayStarts, hasQuota)
        maximumBytes: byRoute(gateway.bodies.routes, gateway.bodies.maxBytes, 'L')
        timeoutSeconds: byRoute(gateway.timeouts.routes, gateway.timeouts.seconds, '')
        backends: toBackends
      })
    }
    dependsOn: [apps, origin]
  }

  resource telemetry 'diagnostics' = {
    name: 'applicationinsights'
    properties: {
      loggerId: loggerId
      httpCorrelationProtocol: 'W3C'
      alwaysLog: 'allErrors'
      sampling: { samplingType: 'fixed', percentage: 10 }
      // No addresses, no headers, no bodies: people are in them.
      logClientIp: false
    }
  }

  resource gatewayLogs 'diagnostics' = {
    name: 'azuremonitor'
    properties: {
      loggerId: resourceId('Microsoft.ApiManagement/service/loggers', service.name, 'azuremonitor')
      alwaysLog: 'allErrors'
      sampling: { samplingType: 'fixed', percentage: 10 }
      logClientIp: false
    }
  }
}

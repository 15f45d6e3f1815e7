import { namesOf } from '../names.bicep'
import { environmentTier } from '../types.bicep'

@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('The environment\'s tier.')
param tier environmentTier

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.ApiManagement/service@2024-05-01'>.tags

@description('Who is told when the gateway itself needs attention.')
param publisherEmail string

@description('The subnet through which it reaches the app, in a private network.')
param subnetId string

@description('Where logs go.')
param workspaceId string

@description('The classic tiers: their TLS is set here, and Premium is put into the subnet with an address of its own. v2 has TLS 1.2 at least by itself.')
var isClassic = !endsWith(tier.gateway.sku, 'V2')

@description('Whether it lives in our network.')
var isInjected = isClassic && tier.privateNetwork

@description('Monitoring Metrics Publisher.')
var monitoringMetricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

resource address 'Microsoft.Network/publicIPAddresses@2025-01-01' = if (isInjected) {
  name: 'pip-apim-ktgg-${token}'
  location: location
  tags: tags
  sku: { name: 'Standard' }
  zones: tier.zoneRedundant ? ['1', '2', '3'] : []
  properties: {
    publicIPAllocationMethod: 'Static'
    dnsSettings: { domainNameLabel: 'apim-ktgg-${token}' }
  }
}

resource service 'Microsoft.ApiManagement/service@2024-05-01' = {
  name: namesOf(token).gateway
  location: location
  tags: tags
  sku: { name: tier.gateway.sku, capacity: tier.gateway.units }
  // As many zones as units, up to three: a unit is in one zone.
  zones: tier.zoneRedundant && isClassic ? take(['1', '2', '3'], tier.gateway.units) : null
  identity: { type: 'SystemAssigned' }
  properties: {
    publisherName: 'KT.GG'
    publisherEmail: publisherEmail
    virtualNetworkType: tier.privateNetwork ? 'External' : 'None'
    virtualNetworkConfiguration: tier.privateNetwork ? { subnetResourceId: subnetId } : null
    publicIpAddressId: isInjected ? address.id : null
    // The gateway is what the world may reach; its developer portal is not used.
    publicNetworkAccess: 'Enabled'
    developerPortalStatus: 'Disabled'
    customProperties: isClassic
      ? {
          'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls10': 'False'
          'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Tls11': 'False'
          'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Protocols.Ssl30': 'False'
          'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls10': 'False'
          'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Tls11': 'False'
          'Microsoft.WindowsAzure.ApiManagement.Gateway.Security.Backend.Protocols.Ssl30': 'False'
          'Microsoft.WindowsAzure.ApiManagement.Gateway.Protocols.Server.Http2': 'True'
        }
      : null
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: namesOf(token).insights }

resource telemetryRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, service.id, monitoringMetricsPublisher)
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      monitoringMetricsPublisher
    )
    principalId: service.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource logger 'Microsoft.ApiManagement/service/loggers@2024-05-01' = {
  parent: service
  name: 'application-insights'
  properties: {
    loggerType: 'applicationInsights'
    resourceId: insights.id
    // Signed in as the gateway: local auth of Application Insights is off.
    credentials: {
      connectionString: insights.properties.ConnectionString
      identityClientId: 'SystemAssigned'
    }
  }
  dependsOn: [telemetryRole]
}

#disable-next-line use-recent-api-versions // The stable version, of 2016, has no groups of categories.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: service
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    logs: [{ category: 'GatewayLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Where the world reaches it.')
output gatewayUrl string = service.properties.gatewayUrl

@description('Its own address, which the app lets in where the two are not in one network.')
output publicAddress string = tier.privateNetwork ? '' : first(service.properties.publicIPAddresses!)!

@description('Application Insights, as the gateway knows it.')
output loggerId string = logger.id

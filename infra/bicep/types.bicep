@export()
@description('One Function App: which contexts it runs. The same package is deployed to each.')
type functionApp = {
  @description('Part of the app\'s name: small letters, digits and dashes.')
  @minLength(2)
  @maxLength(12)
  name: string

  @description('The contexts that it runs (setting KTGG_CONTEXTS). Over all apps, each context once.')
  @minLength(1)
  contexts: contextName[]
}

@export()
@description('A bounded context, as functions/settings.ts names it.')
type contextName = 'project' | 'interest' | 'consultation' | 'matching' | 'notification' | 'alarm' | 'views'

@description('Cosmos DB pays per request, with at most 5,000 request units per second for each physical partition.')
type serverless = {
  @description('Always serverless.')
  kind: 'serverless'
}

@description('Cosmos DB scales between a tenth of the maximum and the maximum, by the hour.')
type autoscale = {
  @description('Always autoscale.')
  kind: 'autoscale'

  @description('Request units per second at most, shared by the containers that are not in `dedicated`. 1,000 at least, in steps of 1,000.')
  @minValue(1000)
  sharedMaximum: int

  @description('Containers with throughput of their own: name to maximum request units per second.')
  dedicated: {
    @description('1,000 at least, in steps of 1,000.')
    *: int
  }
}

@export()
@description('How Cosmos DB is paid for.')
@discriminator('kind')
type cosmosCapacity = serverless | autoscale

@export()
@description('All that differs between an environment to try things and one that customers use.')
type environmentTier = {
  @description('The tier\'s name; it is a tag on every resource.')
  name: 'dev' | 'prod'

  @description('Private endpoints, and no public access, for the data stores, the vault and the app. Needs Service Bus Premium, and an API Management that reaches into a network: Standard v2 or Premium.')
  privateNetwork: bool

  @description('Copies in three zones wherever the service offers it.')
  zoneRedundant: bool

  @description('How Cosmos DB is paid for.')
  cosmos: cosmosCapacity

  @description('Service Bus.')
  serviceBus: {
    @description('Premium has private endpoints; Standard has neither those nor zones of its own.')
    sku: 'Standard' | 'Premium'

    @description('Messaging units of Premium: 1, 2, 4, 8 or 16. Standard ignores it.')
    @minValue(1)
    @maxValue(16)
    messagingUnits: int
  }

  @description('API Management.')
  gateway: {
    @description('Developer has no SLA. Standard v2 has no zones and no quota-by-key: the limits for a day are then left out. Consumption is not offered: it has neither rate-limit-by-key nor backends with a circuit breaker.')
    sku: 'Developer' | 'StandardV2' | 'Premium'

    @description('Scale units: 1 for Developer, up to 10 for Standard v2, up to 12 for Premium, which takes a zone for each.')
    @minValue(1)
    @maxValue(12)
    units: int
  }

  @description('Each Function App.')
  functions: functionScale

  @description('Log Analytics.')
  logs: {
    @description('Days that logs are kept. 30 are free.')
    @minValue(30)
    @maxValue(730)
    retentionDays: int

    @description('Gigabytes a day, after which nothing more is taken in until the next day. -1 is no limit.')
    dailyCapGb: int
  }

  @description('Standard has an SLA and private endpoints; Free is for trying.')
  staticSite: 'Free' | 'Standard'
}

@export()
@description('How a Function App on Flex Consumption scales.')
type functionScale = {
  @description('MiB of memory of an instance.')
  memoryMb: 512 | 2048 | 4096

  @description('Instances at most, of each scale group.')
  @minValue(1)
  @maxValue(1000)
  maximumInstances: int

  @description('HTTP requests that one instance takes at once, before another is started.')
  @minValue(1)
  @maxValue(1000)
  httpConcurrency: int

  @description('Instances that run without any request. 0 lets the first customer of the day wait for a cold start. `http` and `durable` are groups of Flex Consumption; with zone redundancy each that is not 0 is 2 at least.')
  alwaysReady: {
    @description('For HTTP functions.')
    @minValue(0)
    http: int

    @description('For the orchestration and its activities.')
    @minValue(0)
    durable: int
  }
}

@export()
@description('Whose tokens the app and the gateway trust.')
type tokenIssuer = {
  @description('The issuer as its discovery document has it, without a trailing slash: an absolute https URL.')
  issuer: string

  @description('The `aud` claim.')
  audience: string

  @description('The client id of the pages.')
  webClientId: string
}

@export()
@description('SMS.')
type smsSettings = {
  @description('The sender: a number of the Communication Services resource, in E.164 form, or a short code.')
  @minLength(3)
  from: string

  @description('ad puts the label and the free opt-out into the text, asks for consent and holds messages at night (README, Settings).')
  class: 'info' | 'ad'

  @description('The free number for opting out, for ads: 080-NNN-NNNN.')
  optOutNumber: string

  @description('Where Communication Services keep their data at rest.')
  dataLocation: 'Korea' | 'Asia Pacific' | 'Europe' | 'United States'
}

import { namesOf } from '../names.bicep'
import { environmentTier } from '../types.bicep'

@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('The environment\'s tier.')
param tier environmentTier

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.DocumentDB/databaseAccounts@2025-10-15'>.tags

@description('Where logs go.')
param workspaceId string

@description('The containers, their keys, TTLs and indexes: the same that the local Azure and the app\'s checks read.')
var topology = loadJsonContent('../../topology.json').cosmos

@description('Whether throughput is bought at all.')
var isServerless = tier.cosmos.kind == 'serverless'

@description('Containers with throughput of their own.')
var dedicated = tier.cosmos.?dedicated ?? {}

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' = {
  name: namesOf(token).cosmos
  location: location
  tags: tags
  kind: 'GlobalDocumentDB'
  properties: {
    databaseAccountOfferType: 'Standard'
    locations: [{ locationName: location, failoverPriority: 0, isZoneRedundant: tier.zoneRedundant }]
    consistencyPolicy: { defaultConsistencyLevel: 'Session' }
    capabilities: isServerless ? [{ name: 'EnableServerless' }] : []
    disableLocalAuth: true
    disableKeyBasedMetadataWriteAccess: true
    minimalTlsVersion: 'Tls12'
    publicNetworkAccess: tier.privateNetwork ? 'Disabled' : 'Enabled'
    networkAclBypass: 'None'
    // Any second of the last week can be restored. The seven days are free of charge.
    backupPolicy: { type: 'Continuous', continuousModeProperties: { tier: 'Continuous7Days' } }
  }
}

resource database 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases@2025-10-15' = {
  parent: account
  name: topology.database
  properties: {
    resource: { id: topology.database }
    options: isServerless ? {} : { autoscaleSettings: { maxThroughput: tier.cosmos.?sharedMaximum } }
  }
}

resource containers 'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers@2025-10-15' = [
  for container in topology.containers: {
    parent: database
    name: container.name
    properties: {
      resource: {
        id: container.name
        partitionKey: { paths: [container.partitionKey], kind: 'Hash', version: 2 }
        defaultTtl: container.?defaultTtl
        indexingPolicy: {
          indexingMode: 'consistent'
          automatic: true
          includedPaths: container.indexingPolicy.includedPaths
          excludedPaths: container.indexingPolicy.excludedPaths
        }
      }
      options: contains(dedicated, container.name)
        ? { autoscaleSettings: { maxThroughput: dedicated[container.name] } }
        : {}
    }
  }
]

// The built-in contributor may run stored procedures and settle conflicts besides, in every container.
resource metadataReader 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2025-10-15' = {
  parent: account
  name: guid(account.id, 'metadata reader')
  properties: {
    roleName: 'KT.GG metadata reader'
    type: 'CustomRole'
    assignableScopes: [account.id]
    permissions: [{ dataActions: ['Microsoft.DocumentDB/databaseAccounts/readMetadata'] }]
  }
}

resource documentWriter 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2025-10-15' = {
  parent: account
  name: guid(account.id, 'document writer')
  properties: {
    roleName: 'KT.GG document writer'
    type: 'CustomRole'
    assignableScopes: [account.id]
    permissions: [
      {
        dataActions: [
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/executeQuery'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/readChangeFeed'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/create'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/replace'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/upsert'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/delete'
        ]
      }
    ]
  }
}

resource feedReader 'Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions@2025-10-15' = {
  parent: account
  name: guid(account.id, 'feed reader')
  properties: {
    roleName: 'KT.GG feed reader'
    type: 'CustomRole'
    assignableScopes: [account.id]
    permissions: [
      {
        dataActions: [
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/readChangeFeed'
          'Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read'
        ]
      }
    ]
  }
}

#disable-next-line use-recent-api-versions // The stable version, of 2016, has no groups of categories.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: account
  properties: {
    workspaceId: workspaceId
    logAnalyticsDestinationType: 'Dedicated'
    // Not DataPlaneRequests: a line for every request would cost more than the requests.
    logs: [
      { category: 'PartitionKeyRUConsumption', enabled: true }
      { category: 'PartitionKeyStatistics', enabled: true }
      { category: 'ControlPlaneRequests', enabled: true }
    ]
    metrics: [{ category: 'Requests', enabled: true }]
  }
}

@description('The account.')
output accountId string = account.id

@description('Where the app reaches it.')
output endpoint string = account.properties.documentEndpoint

@description('The database\'s name.')
output databaseName string = database.name

@description('The role that reads what there is.')
output metadataReaderId string = metadataReader.id

@description('The role that reads and writes documents.')
output documentWriterId string = documentWriter.id

@description('The role that follows a change feed.')
output feedReaderId string = feedReader.id

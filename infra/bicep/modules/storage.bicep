import { namesOf } from '../names.bicep'
import { environmentTier } from '../types.bicep'

@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('The environment\'s tier.')
param tier environmentTier

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.Storage/storageAccounts@2025-06-01'>.tags

@description('Where logs go.')
param workspaceId string

@description('A container for the package of each Function App.')
param deploymentContainers string[]

// For the Functions host (leases, timers), the Durable task hub, and the packages that were deployed. No data of the business.
resource account 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: namesOf(token).storage
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: tier.zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: tier.privateNetwork ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: tier.privateNetwork ? 'Deny' : 'Allow'
      bypass: 'None'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 7 }
    }

    resource packages 'containers' = [
      for name in deploymentContainers: {
        name: name
        properties: { publicAccess: 'None' }
      }
    ]
  }
}

#disable-next-line use-recent-api-versions // The stable version, of 2016, has no groups of categories.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: account::blobs
  properties: {
    workspaceId: workspaceId
    // Not what the host reads and writes all day to keep its leases.
    logs: [{ category: 'StorageDelete', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

@description('The account\'s name.')
output accountName string = account.name

@description('The account.')
output accountId string = account.id

@description('Where blobs are, with a slash at the end.')
output blobEndpoint string = account.properties.primaryEndpoints.blob

import { namesOf } from '../names.bicep'
import { environmentTier } from '../types.bicep'

@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('The environment\'s tier.')
param tier environmentTier

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.KeyVault/vaults@2025-05-01'>.tags

@description('Where logs go.')
param workspaceId string

@secure()
@description('The key with which one context\'s app calls another\'s over HTTP. Only the first deployment\'s is kept.')
param newInternalKey string

// Holds what has no managed identity: the Functions host's own keys. The host reads and writes them here by the names below.
resource vault 'Microsoft.KeyVault/vaults@2025-05-01' = {
  name: namesOf(token).vault
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 7
    // Once on it can't be turned off, and holds the vault's name for a week after `azd down`.
    enablePurgeProtection: tier.name == 'prod' ? true : null
    publicNetworkAccess: tier.privateNetwork ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: tier.privateNetwork ? 'Deny' : 'Allow'
      bypass: 'None'
    }
  }
}

// A host key named `internal`, in the Functions host's own notation. A later deployment leaves it alone: to change it, write a
// new version, and restart the apps.
@onlyIfNotExists()
resource internalKey 'Microsoft.KeyVault/vaults/secrets@2025-05-01' = {
  parent: vault
  name: 'host--functionKey--internal'
  properties: { value: newInternalKey, contentType: 'text/plain' }
}

#disable-next-line use-recent-api-versions // The stable version, of 2016, has no groups of categories.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: vault
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

@description('The vault.')
output vaultId string = vault.id

@description('Where the host finds its keys.')
output vaultUri string = vault.properties.vaultUri

@description('Where the internal key is. Not the key.')
#disable-next-line outputs-should-not-contain-secrets // The address of the secret: reading it takes a role.
output internalKeyUri string = '${vault.properties.vaultUri}secrets/${last(split(internalKey.name, '/'))}'

import { identityNameOf, namesOf } from '../names.bicep'
import { contextName } from '../types.bicep'

@description('Ending of every name.')
param token string

@description('The app that gets the roles.')
param appName string

@description('The app\'s identity, as Entra ID knows it.')
param principalId string

@description('What the app runs.')
param contexts contextName[]

// docs/operations/roles.md says of each who needs it and why; a test holds the two together.
@description('Azure\'s built-in roles, by what they are for.')
var builtIn = {
  storageBlobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  storageQueueDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  storageTableDataContributor: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
  keyVaultSecretsOfficer: 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'
  communicationAndEmailServiceOwner: '09976791-48a7-449e-bb21-39d1a415f350'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
}

@description('Whether SMS are sent: by notification to customers, by matching to salesmen.')
var sendsSms = contains(contexts, 'notification') || contains(contexts, 'matching')

resource storage 'Microsoft.Storage/storageAccounts@2025-06-01' existing = { name: namesOf(token).storage }

resource storageRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [
    builtIn.storageBlobDataOwner
    builtIn.storageQueueDataContributor
    builtIn.storageTableDataContributor
  ]: {
    scope: storage
    name: guid(storage.id, identityNameOf(appName, token), role)
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource vault 'Microsoft.KeyVault/vaults@2025-05-01' existing = { name: namesOf(token).vault }

// Officer, not User: the Functions host makes its own keys and keeps them in the vault.
resource vaultRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identityNameOf(appName, token), builtIn.keyVaultSecretsOfficer)
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      builtIn.keyVaultSecretsOfficer
    )
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource communication 'Microsoft.Communication/communicationServices@2025-09-01' existing = {
  name: namesOf(token).communication
}

// Communication Services honours no narrower role for sending.
resource communicationRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (sendsSms) {
  scope: communication
  name: guid(communication.id, identityNameOf(appName, token), builtIn.communicationAndEmailServiceOwner)
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      builtIn.communicationAndEmailServiceOwner
    )
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = { name: namesOf(token).insights }

resource telemetryRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, identityNameOf(appName, token), builtIn.monitoringMetricsPublisher)
  properties: {
    roleDefinitionId: subscriptionResourceId(
      'Microsoft.Authorization/roleDefinitions',
      builtIn.monitoringMetricsPublisher
    )
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

import { identityNameOf, namesOf } from '../names.bicep'
import { contextName } from '../types.bicep'

@description('Ending of every name.')
param token string

@description('The app that gets the roles.')
param appName string

@description('The app\'s identity, as Entra ID knows it.')
param principalId string

@description('What the app runs: it says which containers it needs.')
param contexts contextName[]

@description('The role that reads what there is.')
param metadataReaderId string

@description('The role that reads and writes documents.')
param documentWriterId string

@description('The role that follows a change feed.')
param feedReaderId string

@description('The one list of what the app needs.')
var topology = loadJsonContent('../../topology.json').cosmos

@description('The containers of these contexts.')
var containers = filter(
  topology.containers,
  container => !empty(intersection(container.contexts, contexts))
)

resource account 'Microsoft.DocumentDB/databaseAccounts@2025-10-15' existing = { name: namesOf(token).cosmos }

resource metadataRole 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = {
  parent: account
  name: guid(account.id, identityNameOf(appName, token), 'metadata reader')
  properties: {
    roleDefinitionId: metadataReaderId
    principalId: principalId
    scope: account.id
  }
}

resource containerRoles 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = [
  for container in containers: {
    parent: account
    name: guid(account.id, identityNameOf(appName, token), container.name)
    properties: {
      roleDefinitionId: documentWriterId
      principalId: principalId
      scope: '${account.id}/dbs/${topology.database}/colls/${container.name}'
    }
  }
]

@description('The containers whose events these contexts follow, though they are another\'s.')
var followed = filter(
  topology.containers,
  container => !empty(intersection(container.?readBy ?? [], contexts)) && empty(intersection(container.contexts, contexts))
)

resource feedRoles 'Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments@2025-10-15' = [
  for container in followed: {
    parent: account
    name: guid(account.id, identityNameOf(appName, token), container.name, 'feed')
    properties: {
      roleDefinitionId: feedReaderId
      principalId: principalId
      scope: '${account.id}/dbs/${topology.database}/colls/${container.name}'
    }
  }
]

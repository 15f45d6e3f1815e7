@description('Region.')
param location string

@description('The identity\'s name.')
param name string

@description('Tags.')
param tags resourceInput<'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30'>.tags

// User-assigned, so that its roles are there before the app starts for the first time.
resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: name
  location: location
  tags: tags
}

@description('The resource.')
output id string = identity.id

@description('Who it is, for role assignments.')
output principalId string = identity.properties.principalId

@description('Who it is, for the app that signs in as it.')
output clientId string = identity.properties.clientId

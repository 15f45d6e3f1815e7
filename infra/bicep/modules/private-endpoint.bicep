@description('Region.')
param location string

@description('The endpoint\'s name.')
param name string

@description('Tags.')
param tags resourceInput<'Microsoft.Network/privateEndpoints@2025-01-01'>.tags

@description('The subnet that it is in.')
param subnetId string

@description('The resource that it leads to.')
param targetId string

@description('The part of the resource, as Private Link names it.')
param group 'Sql' | 'namespace' | 'blob' | 'queue' | 'table' | 'vault' | 'sites'

@description('The private DNS zone that its name is put into. It is in the same resource group.')
param zone string

resource dns 'Microsoft.Network/privateDnsZones@2024-06-01' existing = { name: zone }

resource endpoint 'Microsoft.Network/privateEndpoints@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: group
        properties: { privateLinkServiceId: targetId, groupIds: [group] }
      }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: group, properties: { privateDnsZoneId: dns.id } }]
    }
  }
}

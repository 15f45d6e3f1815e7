import { namesOf } from '../names.bicep'
@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.Network/virtualNetworks@2025-01-01'>.tags

@description('The private DNS zones to make: one for each kind of private endpoint.')
param zones string[]

@description('The gateway\'s tier: the classic ones are put into their subnet, v2 goes out through it.')
param gatewaySku 'Developer' | 'StandardV2' | 'Premium'

@description('Where the network\'s flow of denied traffic is logged.')
param workspaceId string

@description('10.40.0.0/16. Subnets of /24: Flex Consumption takes one address for each instance that runs, and API Management v2 wants a /24.')
var addressSpace = '10.40.0.0/16'

resource closed 'Microsoft.Network/networkSecurityGroups@2025-01-01' = {
  name: 'nsg-ktgg-${token}'
  location: location
  tags: tags
  properties: {
    securityRules: [
      {
        name: 'nothing-from-the-internet'
        properties: {
          description: 'The subnets have private endpoints and outbound integration: no one calls in from outside.'
          priority: 4000
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

// What API Management needs when it is in a network (learn.microsoft.com/azure/api-management/virtual-network-reference).
resource gateway 'Microsoft.Network/networkSecurityGroups@2025-01-01' = {
  name: 'nsg-apim-ktgg-${token}'
  location: location
  tags: tags
  properties: {
    securityRules: [
      for (rule, index) in [
        { name: 'callers', from: 'Internet', port: '443', description: 'The API is called.' }
        { name: 'management', from: 'ApiManagement', port: '3443', description: 'Azure manages the gateway.' }
        { name: 'balancer', from: 'AzureLoadBalancer', port: '6390', description: 'Azure asks for its health.' }
      ]: {
        name: rule.name
        properties: {
          description: rule.description
          priority: 100 + index
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: rule.from
          sourcePortRange: '*'
          destinationAddressPrefix: 'VirtualNetwork'
          destinationPortRange: rule.port
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2025-01-01' = {
  name: namesOf(token).network
  location: location
  tags: tags
  properties: {
    addressSpace: { addressPrefixes: [addressSpace] }
    subnets: [
      {
        name: 'functions'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 0)
          networkSecurityGroup: { id: closed.id }
          delegations: [
            { name: 'flex-consumption', properties: { serviceName: 'Microsoft.App/environments' } }
          ]
        }
      }
      {
        name: 'gateway'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 1)
          networkSecurityGroup: { id: gatewaySku == 'StandardV2' ? closed.id : gateway.id }
          delegations: gatewaySku == 'StandardV2'
            ? [{ name: 'api-management-v2', properties: { serviceName: 'Microsoft.Web/serverFarms' } }]
            : []
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: cidrSubnet(addressSpace, 24, 2)
          networkSecurityGroup: { id: closed.id }
          privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled'
        }
      }
    ]
  }

  resource functions 'subnets' existing = { name: 'functions' }
  resource gatewaySubnet 'subnets' existing = { name: 'gateway' }
  resource endpoints 'subnets' existing = { name: 'endpoints' }
}

resource dns 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for zone in zones: {
    name: zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (zone, index) in zones: {
    parent: dns[index]
    name: 'link-${token}'
    location: 'global'
    tags: tags
    properties: {
      virtualNetwork: { id: network.id }
      registrationEnabled: false
    }
  }
]

#disable-next-line use-recent-api-versions // The stable version, of 2016, has no groups of categories.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: network
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

@description('Where the Function Apps go out.')
output functionsSubnetId string = network::functions.id

@description('Where API Management v2 goes out.')
output gatewaySubnetId string = network::gatewaySubnet.id

@description('Where private endpoints are.')
output endpointsSubnetId string = network::endpoints.id

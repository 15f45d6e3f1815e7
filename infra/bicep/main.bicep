// All of KT.GG in one resource group. This file only wires: each module is one concern, and says in its outputs what the others need.
targetScope = 'subscription'

import { identityNameOf } from 'names.bicep'
import { environmentTier, functionApp, smsSettings, tokenIssuer } from 'types.bicep'

@description('The environment\'s name: of the resource group, and in the tags. azd sets it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Region of all but what is everywhere.')
param location string

@description('What the environment is for: see tiers.bicep.')
param tier environmentTier

@description('The Function Apps: one for all contexts, or one for each.')
@minLength(1)
param apps functionApp[]

@description('Whose tokens are trusted.')
param identityProvider tokenIssuer

@description('SMS.')
param sms smsSettings

@description('Who is told of alerts, and by the services of what they need.')
param operatorEmail string

@description('Region of the pages\' resource. Static Web Apps are served everywhere, but made in few regions.')
param pagesLocation 'eastasia' | 'centralus' | 'eastus2' | 'westeurope' | 'westus2'

@description('IPv4 addresses in CIDR form that may deploy to the apps over the internet in a private network. None: the deployment comes from inside it.')
param deployers string[] = []

@secure()
@description('The key with which one context\'s app calls another\'s. Only the first deployment\'s is kept; nobody needs to know it.')
param newInternalKey string = '${newGuid()}${newGuid()}'

@description('Ending of every name: the same for the same environment, another one for each.')
var token = toLower(uniqueString(subscription().id, environmentName, location))

@description('On every resource. azd finds its resource group by the first.')
var tags = { 'azd-env-name': environmentName, product: 'ktgg', tier: tier.name }

@description('Private DNS zones by the kind of private endpoint.')
var zones = {
  sites: 'privatelink.azurewebsites.net'
  Sql: 'privatelink.documents.azure.com'
  namespace: 'privatelink.servicebus.windows.net'
  vault: 'privatelink.vaultcore.azure.net'
  blob: 'privatelink.blob.${environment().suffixes.storage}'
  queue: 'privatelink.queue.${environment().suffixes.storage}'
  table: 'privatelink.table.${environment().suffixes.storage}'
}

@description('The app that raises alarms and, in per-context deployments, the one that keeps the views.')
var alarmApp = first(filter(apps, app => contains(app.contexts, 'alarm')))!.name

@description('See above. There may be none.')
var viewsApp = first(filter(apps, app => contains(app.contexts, 'views'))).?name ?? ''

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-ktgg-${environmentName}'
  location: location
  tags: tags
}

module monitoring 'modules/monitoring.bicep' = {
  scope: group
  params: { location: location, token: token, tier: tier, tags: tags }
}

module alerts 'modules/alerts.bicep' = {
  scope: group
  params: { location: location, token: token, tags: tags, operatorEmail: operatorEmail }
  dependsOn: [monitoring]
}

module workbook 'modules/workbook.bicep' = {
  scope: group
  params: { location: location, token: token, tags: tags }
  dependsOn: [monitoring]
}

module network 'modules/network.bicep' = {
  scope: group
  params: {
    location: location
    token: token
    tags: tags
    gatewaySku: tier.gateway.sku
    // The apps' own endpoints are there in every tier: they call one another by them, past the gateway.
    zones: tier.privateNetwork ? map(items(zones), entry => entry.value) : [zones.sites]
    workspaceId: monitoring.outputs.workspaceId
  }
}

module cosmos 'modules/cosmos.bicep' = {
  scope: group
  params: {
    location: location
    token: token
    tier: tier
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

module serviceBus 'modules/service-bus.bicep' = {
  scope: group
  params: {
    location: location
    token: token
    tier: tier
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
  }
}

module storage 'modules/storage.bicep' = {
  scope: group
  params: {
    location: location
    token: token
    tier: tier
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    deploymentContainers: map(apps, app => 'package-${app.name}')
  }
}

module vault 'modules/key-vault.bicep' = {
  scope: group
  params: {
    location: location
    token: token
    tier: tier
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    newInternalKey: newInternalKey
  }
}

module communication 'modules/communication.bicep' = {
  scope: group
  params: { token: token, sms: sms, tags: tags, workspaceId: monitoring.outputs.workspaceId }
}

module pages 'modules/static-web-app.bicep' = {
  scope: group
  params: { location: pagesLocation, token: token, tier: tier, tags: tags }
}

module gateway 'modules/api-management.bicep' = {
  scope: group
  params: {
    location: location
    token: token
    tier: tier
    tags: tags
    publisherEmail: operatorEmail
    subnetId: network.outputs.gatewaySubnetId
    workspaceId: monitoring.outputs.workspaceId
  }
}

module identities 'modules/identity.bicep' = [
  for app in apps: {
    scope: group
    params: { location: location, name: identityNameOf(app.name, token), tags: tags }
  }
]

module roles 'modules/roles.bicep' = [
  for (app, index) in apps: {
    scope: group
    params: {
      token: token
      appName: app.name
      principalId: identities[index].outputs.principalId
      contexts: app.contexts
    }
    dependsOn: [storage, vault, communication, monitoring]
  }
]

module cosmosRoles 'modules/cosmos-roles.bicep' = [
  for (app, index) in apps: {
    scope: group
    params: {
      token: token
      appName: app.name
      principalId: identities[index].outputs.principalId
      contexts: app.contexts
      metadataReaderId: cosmos.outputs.metadataReaderId
      documentWriterId: cosmos.outputs.documentWriterId
      feedReaderId: cosmos.outputs.feedReaderId
    }
  }
]

module serviceBusRoles 'modules/service-bus-roles.bicep' = [
  for (app, index) in apps: {
    scope: group
    params: {
      token: token
      appName: app.name
      principalId: identities[index].outputs.principalId
      contexts: app.contexts
    }
    dependsOn: [serviceBus]
  }
]

module functions 'modules/function-app.bicep' = [
  for (app, index) in apps: {
    scope: group
    params: {
      location: location
      token: token
      tier: tier
      tags: tags
      app: app
      identity: { id: identities[index].outputs.id, clientId: identities[index].outputs.clientId }
      addresses: {
        packageContainerUrl: '${storage.outputs.blobEndpoint}package-${app.name}'
        cosmosEndpoint: cosmos.outputs.endpoint
        cosmosDatabase: cosmos.outputs.databaseName
        serviceBusHostName: serviceBus.outputs.hostName
        communicationEndpoint: communication.outputs.endpoint
        vaultUri: vault.outputs.vaultUri
        internalKeyUri: vault.outputs.internalKeyUri
        insightsConnectionString: monitoring.outputs.connectionString
        webOrigin: pages.outputs.origin
      }
      alarmApp: alarmApp
      viewsApp: viewsApp
      identityProvider: identityProvider
      sms: sms
      subnetId: network.outputs.functionsSubnetId
      gatewayAddress: gateway.outputs.publicAddress
      deployers: deployers
      workspaceId: monitoring.outputs.workspaceId
    }
    dependsOn: [roles, cosmosRoles, serviceBusRoles]
  }
]

module appEndpoints 'modules/private-endpoint.bicep' = [
  for (app, index) in apps: {
    scope: group
    params: {
      location: location
      name: 'pe-ktgg-${app.name}-${token}'
      tags: tags
      subnetId: network.outputs.endpointsSubnetId
      targetId: functions[index].outputs.siteId
      group: 'sites'
      zone: zones.sites
    }
  }
]

module cosmosEndpoint 'modules/private-endpoint.bicep' = if (tier.privateNetwork) {
  scope: group
  params: {
    location: location
    name: 'pe-ktgg-cosmos-${token}'
    tags: tags
    subnetId: network.outputs.endpointsSubnetId
    targetId: cosmos.outputs.accountId
    group: 'Sql'
    zone: zones.Sql
  }
}

module serviceBusEndpoint 'modules/private-endpoint.bicep' = if (tier.privateNetwork) {
  scope: group
  params: {
    location: location
    name: 'pe-ktgg-sb-${token}'
    tags: tags
    subnetId: network.outputs.endpointsSubnetId
    targetId: serviceBus.outputs.namespaceId
    group: 'namespace'
    zone: zones.namespace
  }
}

module vaultEndpoint 'modules/private-endpoint.bicep' = if (tier.privateNetwork) {
  scope: group
  params: {
    location: location
    name: 'pe-ktgg-kv-${token}'
    tags: tags
    subnetId: network.outputs.endpointsSubnetId
    targetId: vault.outputs.vaultId
    group: 'vault'
    zone: zones.vault
  }
}

module storageEndpoints 'modules/private-endpoint.bicep' = [
  for part in ['blob', 'queue', 'table']: if (tier.privateNetwork) {
    scope: group
    params: {
      location: location
      name: 'pe-ktgg-${part}-${token}'
      tags: tags
      subnetId: network.outputs.endpointsSubnetId
      targetId: storage.outputs.accountId
      group: part
      zone: zones[part]
    }
  }
]

module api 'modules/api.bicep' = {
  scope: group
  params: {
    tier: tier
    token: token
    loggerId: gateway.outputs.loggerId
    backends: [
      for (app, index) in apps: {
        name: app.name
        hostName: functions[index].outputs.hostName
        contexts: app.contexts
      }
    ]
    pagesOrigin: pages.outputs.origin
    identityProvider: identityProvider
  }
}

@description('The resource group.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The API, with its prefix: what the pages call.')
output KTGG_API_URL string = '${gateway.outputs.gatewayUrl}/api'

@description('The pages.')
output KTGG_WEB_URL string = pages.outputs.origin

@description('Whose tokens are trusted.')
output OIDC_ISSUER string = identityProvider.issuer

@description('The audience of the tokens.')
output OIDC_AUDIENCE string = identityProvider.audience

@description('The client id of the pages.')
output OIDC_WEB_CLIENT_ID string = identityProvider.webClientId

@description('For the operators\' tools: npm run dead-letters.')
output SERVICEBUS__fullyQualifiedNamespace string = serviceBus.outputs.hostName

@description('For the operators\' tools.')
output COSMOS__accountEndpoint string = cosmos.outputs.endpoint

@description('For the operators\' tools.')
output COSMOS_DATABASE string = cosmos.outputs.databaseName

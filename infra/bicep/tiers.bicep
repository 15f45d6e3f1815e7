import { environmentTier } from 'types.bicep'

@export()
@description('To try things: as little as possible costs anything while nobody uses it. Public endpoints, but no keys.')
var dev environmentTier = {
  name: 'dev'
  privateNetwork: false
  zoneRedundant: false
  cosmos: { kind: 'serverless' }
  serviceBus: { sku: 'Standard', messagingUnits: 1 }
  gateway: { sku: 'Developer', units: 1 }
  functions: {
    memoryMb: 2048
    maximumInstances: 40
    httpConcurrency: 32
    alwaysReady: { http: 0, durable: 0 }
  }
  logs: { retentionDays: 30, dailyCapGb: 1 }
  staticSite: 'Free'
}

@export()
@description('For customers: nothing but the gateway and the pages can be reached from outside, and a zone may fail.')
var prod environmentTier = {
  name: 'prod'
  privateNetwork: true
  zoneRedundant: true
  cosmos: { kind: 'autoscale', sharedMaximum: 4000, dedicated: {} }
  serviceBus: { sku: 'Premium', messagingUnits: 1 }
  gateway: { sku: 'Premium', units: 2 }
  functions: {
    memoryMb: 2048
    maximumInstances: 200
    httpConcurrency: 32
    alwaysReady: { http: 2, durable: 2 }
  }
  logs: { retentionDays: 90, dailyCapGb: -1 }
  staticSite: 'Standard'
}

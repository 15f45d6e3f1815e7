import { namesOf } from '../names.bicep'
import { environmentTier } from '../types.bicep'

@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('The environment\'s tier.')
param tier environmentTier

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.OperationalInsights/workspaces@2025-07-01'>.tags

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' = {
  name: namesOf(token).workspace
  location: location
  tags: tags
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: tier.logs.retentionDays
    workspaceCapping: { dailyQuotaGb: tier.logs.dailyCapGb }
    features: { disableLocalAuth: true }
  }
}

// Not behind a private link in any tier: that takes an Azure Monitor Private Link Scope, which changes how every network that
// shares its DNS sends telemetry. What is sent needs an identity, and holds no personal data.
resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: namesOf(token).insights
  location: location
  tags: tags
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: workspace.id
    DisableLocalAuth: true
  }
}

@description('The Log Analytics workspace that all logs go to.')
output workspaceId string = workspace.id

@description('Application Insights\' resource.')
output insightsId string = insights.id

@description('Where telemetry is sent. No secret: without an identity with the role it is refused.')
output connectionString string = insights.properties.ConnectionString

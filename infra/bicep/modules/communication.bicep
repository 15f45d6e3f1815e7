import { namesOf } from '../names.bicep'
import { smsSettings } from '../types.bicep'

@description('Ending of every name.')
param token string

@description('SMS.')
param sms smsSettings

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.Communication/communicationServices@2025-09-01'>.tags

@description('Where logs go.')
param workspaceId string

resource service 'Microsoft.Communication/communicationServices@2025-09-01' = {
  name: namesOf(token).communication
  location: 'global'
  tags: tags
  properties: { dataLocation: sms.dataLocation, disableLocalAuth: true }
}

#disable-next-line use-recent-api-versions // The stable version, of 2016, has no groups of categories.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: service
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'SMSOperational', enabled: true }]
  }
}

@description('Where the app reaches it.')
output endpoint string = 'https://${service.properties.hostName}'

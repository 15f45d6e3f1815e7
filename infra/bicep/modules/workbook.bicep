import { namesOf } from '../names.bicep'

@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('Tags.')
param tags resourceInput<'Microsoft.Insights/workbooks@2023-06-01'>.tags

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: namesOf(token).workspace
}

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'KT.GG')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    displayName: 'KT.GG'
    category: 'workbook'
    version: 'Notebook/1.0'
    sourceId: workspace.id
    serializedData: string(loadJsonContent('../../monitoring/workbook.json'))
  }
}

import { namesOf } from '../names.bicep'

@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.Insights/scheduledQueryRules@2023-12-01'>.tags

@description('Who is told.')
param operatorEmail string

@description('The alerts: what is asked, how often, and from which answer on someone is told. Each names its runbook.')
var alerts = loadJsonContent('../../monitoring/alerts.json')

@description('The questions, by the name of their file. A test holds this list and the alerts together.')
var queries = {
  'queries/api-burn-fast.kql': loadTextContent('../../monitoring/queries/api-burn-fast.kql')
  'queries/api-burn-slow.kql': loadTextContent('../../monitoring/queries/api-burn-slow.kql')
  'queries/event-lag.kql': loadTextContent('../../monitoring/queries/event-lag.kql')
  'queries/view-lag.kql': loadTextContent('../../monitoring/queries/view-lag.kql')
  'queries/dead-letters.kql': loadTextContent('../../monitoring/queries/dead-letters.kql')
  'queries/consultations-waiting.kql': loadTextContent('../../monitoring/queries/consultations-waiting.kql')
  'queries/sms-failures.kql': loadTextContent('../../monitoring/queries/sms-failures.kql')
  'queries/orchestration-failures.kql': loadTextContent('../../monitoring/queries/orchestration-failures.kql')
  'queries/unhealthy-instance.kql': loadTextContent('../../monitoring/queries/unhealthy-instance.kql')
}

@description('Minutes as Azure writes them: whole hours as hours.')
func duration(minutes int) string => minutes % 60 == 0 ? 'PT${minutes / 60}H' : 'PT${minutes}M'

resource workspace 'Microsoft.OperationalInsights/workspaces@2025-07-01' existing = {
  name: namesOf(token).workspace
}

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-ktgg-${token}'
  location: 'global'
  tags: tags
  properties: {
    groupShortName: 'ktgg'
    enabled: true
    emailReceivers: [{ name: 'operators', emailAddress: operatorEmail, useCommonAlertSchema: true }]
  }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in alerts: {
    name: 'alert-ktgg-${alert.name}-${token}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: 'KT.GG: ${alert.title}'
      description: 'What to do: ${alert.runbook}'
      severity: alert.severity
      enabled: true
      scopes: [workspace.id]
      windowSize: duration(alert.windowMinutes)
      evaluationFrequency: duration(alert.frequencyMinutes)
      // Fewer messages: one when it begins, one when it is over.
      autoMitigate: true
      // The metrics are not there before the app has run for the first time.
      skipQueryValidation: true
      criteria: {
        allOf: [
          {
            query: queries[alert.query]
            metricMeasureColumn: alert.measureColumn
            timeAggregation: alert.timeAggregation
            operator: alert.operator
            threshold: alert.threshold
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
          }
        ]
      }
      actions: { actionGroups: [operators.id], customProperties: { runbook: alert.runbook } }
    }
  }
]

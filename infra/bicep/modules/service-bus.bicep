import { namesOf } from '../names.bicep'
import { environmentTier } from '../types.bicep'

@description('Region.')
param location string

@description('Ending of every name.')
param token string

@description('The environment\'s tier.')
param tier environmentTier

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.ServiceBus/namespaces@2024-01-01'>.tags

@description('Where logs go.')
param workspaceId string

@description('The queues, topics, subscriptions and subjects: the same that the local Azure and the app\'s checks read.')
var topology = loadJsonContent('../../topology.json').serviceBus

@description('Every subscription beside its topic.')
var subscriptionsOfTopics = flatten(map(
  topology.topics,
  topic => map(topic.subscriptions, subscription => { topic: topic, subscription: subscription })
))

@description('The filter that lets events of these types through: the subject of an event is the label of its message.')
func labelIsOneOf(subjects string[]) string => 'sys.Label IN (${join(map(subjects, subject => '\'${subject}\''), ', ')})'

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
  name: namesOf(token).serviceBus
  location: location
  tags: tags
  sku: {
    name: tier.serviceBus.sku
    tier: tier.serviceBus.sku
    capacity: tier.serviceBus.sku == 'Premium' ? tier.serviceBus.messagingUnits : null
  }
  properties: {
    disableLocalAuth: true
    minimumTlsVersion: '1.2'
    publicNetworkAccess: tier.privateNetwork ? 'Disabled' : 'Enabled'
    zoneRedundant: tier.zoneRedundant
  }
}

resource queues 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' = [
  for queue in topology.queues: {
    parent: namespace
    name: queue.name
    properties: {
      lockDuration: queue.lockDuration
      maxDeliveryCount: queue.maxDeliveryCount
      defaultMessageTimeToLive: queue.defaultMessageTimeToLive
      deadLetteringOnMessageExpiration: true
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: queue.duplicateDetectionHistoryTimeWindow
    }
  }
]

resource topics 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = [
  for topic in topology.topics: {
    parent: namespace
    name: topic.name
    properties: {
      defaultMessageTimeToLive: topic.defaultMessageTimeToLive
      requiresDuplicateDetection: true
      duplicateDetectionHistoryTimeWindow: topic.duplicateDetectionHistoryTimeWindow
      // An aggregate's events may pass each other in any case: whoever consumes them compares versions.
      supportOrdering: false
    }
  }
]

resource subscriptions 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = [
  for entry in subscriptionsOfTopics: {
    name: '${namespace.name}/${entry.topic.name}/${entry.subscription.name}'
    properties: {
      lockDuration: entry.subscription.lockDuration
      maxDeliveryCount: entry.subscription.maxDeliveryCount
      defaultMessageTimeToLive: entry.topic.defaultMessageTimeToLive
      deadLetteringOnMessageExpiration: true
      // A rule that can't be evaluated is a fault of ours: its messages are kept, and seen.
      deadLetteringOnFilterEvaluationExceptions: true
    }
    dependsOn: [topics]
  }
]

// A subscription is made with the rule $Default, which lets everything through. It is written over, in one rule for all subjects:
// beside a rule of another name it might stay, and let everything through.
resource rules 'Microsoft.ServiceBus/namespaces/topics/subscriptions/rules@2024-01-01' = [
  for (entry, index) in subscriptionsOfTopics: if (contains(entry.subscription, 'subjects')) {
    parent: subscriptions[index]
    name: '$Default'
    properties: {
      filterType: 'SqlFilter'
      sqlFilter: {
        sqlExpression: labelIsOneOf(entry.subscription.?subjects ?? [])
      }
    }
  }
]

#disable-next-line use-recent-api-versions // The stable version, of 2016, has no groups of categories.
resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'to-log-analytics'
  scope: namespace
  properties: {
    workspaceId: workspaceId
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('The namespace.')
output namespaceId string = namespace.id

@description('Where the app reaches it.')
output hostName string = split(replace(namespace.properties.serviceBusEndpoint, 'https://', ''), ':')[0]

import { identityNameOf, namesOf } from '../names.bicep'
import { contextName } from '../types.bicep'

@description('Ending of every name.')
param token string

@description('The app that gets the roles.')
param appName string

@description('The app\'s identity, as Entra ID knows it.')
param principalId string

@description('What the app runs: it says which entities it needs.')
param contexts contextName[]

@description('Azure Service Bus Data Sender.')
var dataSender = '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39'

@description('Azure Service Bus Data Receiver.')
var dataReceiver = '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0'

@description('Reader.')
var reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7'

@description('The one list of what the app needs.')
var topology = loadJsonContent('../../topology.json').serviceBus

@description('The queues of these contexts: they send to them and receive from them.')
var queues = filter(topology.queues, queue => !empty(intersection(queue.contexts, contexts)))

@description('The topics that these contexts publish to.')
var publishedTopics = filter(topology.topics, topic => contains(contexts, topic.publisher))

@description('The subscriptions of these contexts: each is named after the context that it feeds.')
var subscriptions = flatten(map(
  topology.topics,
  topic =>
    map(filter(topic.subscriptions, subscription => contains(contexts, subscription.name)), subscription => {
      topic: topic.name
      name: subscription.name
    })
))

resource namespace 'Microsoft.ServiceBus/namespaces@2024-01-01' existing = {
  name: namesOf(token).serviceBus
}

// Flex Consumption scales by how much waits, which it asks as this identity. That is read access to entities (EntityRead).
resource entityReader 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: namespace
  name: guid(namespace.id, identityNameOf(appName, token), reader)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', reader)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource queue 'Microsoft.ServiceBus/namespaces/queues@2024-01-01' existing = [
  for entity in queues: { parent: namespace, name: entity.name }
]

resource queueSenders 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (entity, index) in queues: {
    scope: queue[index]
    name: guid(queue[index].id, identityNameOf(appName, token), dataSender)
    properties: {
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        dataSender
      )
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource queueReceivers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (entity, index) in queues: {
    scope: queue[index]
    name: guid(queue[index].id, identityNameOf(appName, token), dataReceiver)
    properties: {
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        dataReceiver
      )
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource topic 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = [
  for entity in publishedTopics: { parent: namespace, name: entity.name }
]

resource publishers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (entity, index) in publishedTopics: {
    scope: topic[index]
    name: guid(topic[index].id, identityNameOf(appName, token), dataSender)
    properties: {
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        dataSender
      )
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

resource subscription 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' existing = [
  for entity in subscriptions: { name: '${namesOf(token).serviceBus}/${entity.topic}/${entity.name}' }
]

resource consumers 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for (entity, index) in subscriptions: {
    scope: subscription[index]
    name: guid(subscription[index].id, identityNameOf(appName, token), dataReceiver)
    properties: {
      roleDefinitionId: subscriptionResourceId(
        'Microsoft.Authorization/roleDefinitions',
        dataReceiver
      )
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

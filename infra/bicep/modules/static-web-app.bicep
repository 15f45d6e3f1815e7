import { namesOf } from '../names.bicep'
import { environmentTier } from '../types.bicep'

@description('Region of the API that the pages do not have; the pages themselves are everywhere.')
param location 'eastasia' | 'centralus' | 'eastus2' | 'westeurope' | 'westus2'

@description('Ending of every name.')
param token string

@description('The environment\'s tier.')
param tier environmentTier

@description('Tags of every resource.')
param tags resourceInput<'Microsoft.Web/staticSites@2025-03-01'>.tags

resource site 'Microsoft.Web/staticSites@2025-03-01' = {
  name: namesOf(token).pages
  location: location
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: { name: tier.staticSite, tier: tier.staticSite }
  properties: {
    // Each pull request's pages would have an origin of their own, which the API's CORS does not know.
    stagingEnvironmentPolicy: 'Disabled'
    allowConfigFileUpdates: true
  }
}

@description('The pages\' origin.')
output origin string = 'https://${site.properties.defaultHostname}'

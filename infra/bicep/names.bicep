// Names are made here, from what is known before anything is deployed: so `what-if` can say what would change, and two apps can
// know of each other. Lengths and letters: learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules.

@description('The name of each resource of which there is one.')
type resourceNames = {
  @description('Log Analytics.')
  workspace: string
  @description('Application Insights.')
  insights: string
  @description('Cosmos DB.')
  cosmos: string
  @description('Service Bus.')
  serviceBus: string
  @description('Storage: small letters and digits alone, 24 at most.')
  storage: string
  @description('Key Vault: 24 at most.')
  vault: string
  @description('Communication Services.')
  communication: string
  @description('Static Web Apps.')
  pages: string
  @description('API Management.')
  gateway: string
  @description('The virtual network.')
  network: string
}

@export()
@description('The names of an environment\'s resources. `token` is the ending that makes them its own: 13 letters and digits.')
func namesOf(token string) resourceNames => {
  workspace: 'log-ktgg-${token}'
  insights: 'appi-ktgg-${token}'
  cosmos: 'cosmos-ktgg-${token}'
  serviceBus: 'sb-ktgg-${token}'
  storage: 'stktgg${token}'
  vault: 'kv-ktgg-${token}'
  communication: 'acs-ktgg-${token}'
  pages: 'stapp-ktgg-${token}'
  gateway: 'apim-ktgg-${token}'
  network: 'vnet-ktgg-${token}'
}

@export()
@description('The name of a Function App.')
func siteNameOf(app string, token string) string => 'func-ktgg-${app}-${token}'

@export()
@description('The name of a Function App\'s identity.')
func identityNameOf(app string, token string) string => 'id-ktgg-${app}-${token}'

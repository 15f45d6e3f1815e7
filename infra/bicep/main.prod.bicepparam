using 'main.bicep'

extends 'main.bicepparam'

import { prod } from 'tiers.bicep'

param tier = prod

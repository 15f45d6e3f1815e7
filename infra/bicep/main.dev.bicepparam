using 'main.bicep'

extends 'main.bicepparam'

import { dev } from 'tiers.bicep'

param tier = dev

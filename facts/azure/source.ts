/**
 * What azure-native replaces is generated from Azure's own specifications; it refuses nothing, so what the API keeps for life and the
 * provider does not replace is planned as an update that fails.
 */
export const azureNativeSource = "https://github.com/pulumi/pulumi-azure-native/blob/master/provider/pkg/gen/replacement.go";

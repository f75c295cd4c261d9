import type { Cloud } from "../../../catalogue/clouds";
import type { Path } from "../../file/rules";
import { describeUnknownRegion } from "../../places/regions";
import { newPlacesOf } from "../../places/rules";
import type { Traffic } from "../index";
import type { Scopes, Served } from "./serving";

interface Named {
  readonly cloud: Cloud;
  readonly region: string;
  readonly path: Path;
}

/** Every region that DNS is measured, probed or kept in is there. What is new is said once, in the fleet's settings. */
export function checkPlaces(traffic: Traffic, { settings }: Pick<Served, "settings">, { traffic: scope, fleet }: Scopes): void {
  const newPlaces = newPlacesOf(settings, fleet);
  if (newPlaces === "unsound") return;
  for (const { cloud, region, path } of regionsIn(traffic, scope)) {
    const message = scope.sound(...path) ? describeUnknownRegion(cloud, region, newPlaces) : undefined;
    if (message !== undefined) scope.report(path, message);
  }
}

function regionsIn(traffic: Traffic, { readable, sound }: Scopes["traffic"]): readonly Named[] {
  if (!sound("provider")) return [];
  switch (traffic.provider) {
    case "route53":
      if (!readable("degradation")) return [];
      return Object.entries(traffic.degradation).flatMap(([cloud, degraded]) => {
        const path = ["degradation", cloud, "metric", "region"];
        return sound(...path) && degraded !== undefined ? [{ cloud: "aws", region: degraded.metric.region, path }] : [];
      });
    case "trafficManager": {
      const path = ["resourceGroup", "location"];
      const location = sound(...path) ? traffic.resourceGroup.location : undefined;
      return location === undefined ? [] : [{ cloud: "azure", region: location, path }];
    }
    case "cloudDns":
      if (!readable("health", "sourceRegions")) return [];
      return traffic.health.sourceRegions.map((region, index) => ({ cloud: "gcp", region, path: ["health", "sourceRegions", index] }));
  }
}

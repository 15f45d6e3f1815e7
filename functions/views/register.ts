import { isEventDocument } from "../../shared/cosmos/documents.ts";
import type { Platform } from "../../shared/platform.ts";
import { asOf, lookAt, type Look } from "./as-of.ts";
import { cosmosCustomerPage } from "./customer-page.ts";
import { viewFeeds } from "./feed.ts";
import { currentGeneration } from "./generations.ts";
import { listRoutes } from "./lists-http.ts";
import { countersIn } from "./overview-projection.ts";
import { sources, type Source } from "./positions.ts";
import { cosmosSalesmanPage } from "./salesman-page.ts";
import { showRoute } from "./show-http.ts";
import { showWith, type Show } from "./show.ts";
import { cosmosStaffPage } from "./staff-page.ts";
import { statisticsRoutes } from "./statistics-http.ts";

/** Registers the functions of the context `views`; answers how events are shown at once. */
export const registerViews = ({ database, endpoint, clock }: Platform): Show => {
  const customerView = database.container("customer-view");
  const staffView = database.container("staff-view");
  const nowMs = (): number => performance.now();
  const current = {
    customer: currentGeneration(customerView, nowMs),
    staff: currentGeneration(staffView, nowMs),
  };
  const look = (source: Source): Look =>
    lookAt(database.container(source), {
      source,
      positions: staffView,
      counts: source === "staff-view" ? (document) => countersIn([document]).length > 0 : isEventDocument,
    });
  const ageOf = (...of: readonly Source[]) => asOf(of.map(look), { clock, nowMs });
  const customerPage = cosmosCustomerPage(customerView, current.customer);

  const show = showWith({ customerView, staffView }, current);

  viewFeeds({ customerView, staffView });
  showRoute(endpoint, show);
  listRoutes(endpoint, {
    customerPage,
    salesmanPage: cosmosSalesmanPage(staffView, current.staff, customerPage),
    asOf: {
      customer: ageOf("project", "interest", "consultation", "matching"),
      salesman: ageOf("consultation", "matching"),
    },
  });
  statisticsRoutes(endpoint, {
    staffPage: cosmosStaffPage(staffView, current.staff),
    asOf: ageOf(...sources, "staff-view"),
  });
  return show;
};

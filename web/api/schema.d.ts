// Made from docs/api/openapi.json by npm run schemas.
export interface paths {
    "/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find projects, the latest year first, then by name
         * @description For everybody signed in.
         */
        get: operations["listProjects"];
        put?: never;
        /**
         * Publish a project, planned until it is started
         * @description For: Staff.
         */
        post: operations["createProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One project
         * @description For everybody signed in.
         */
        get: operations["getProject"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a project that has not ended; null takes a field away
         * @description For: Staff.
         */
        patch: operations["editProject"];
        trace?: never;
    };
    "/projects/{projectId}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a planned project: every interested customer gets one SMS
         * @description For: Staff.
         */
        post: operations["startProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{projectId}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a started project: next year's is created by itself
         * @description For: Staff.
         */
        post: operations["endProject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring announcements of 기업마당 (bizinfo) or K-Startup in
         * @description Takes what their open APIs give, as JSON or NDJSON (one row a line), up to 100 MB. The same file twice changes nothing. With `Accept: application/x-ndjson` the report comes line by line while the rows are taken, the summary last.
         *
         *     For: Staff.
         */
        post: operations["importProjects"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Save my interest in a projectname; saving again updates it
         * @description The customer gets one SMS each year when the project starts. adConsent and nightConsent are two separate, optional consents to advertising; nothing depends on them but the messages that need them.
         *
         *     For: Customer.
         */
        post: operations["createInterest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/interests/{interestId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One of my interests
         * @description For: Customer.
         */
        get: operations["getInterest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change my interest: interest 0 takes it back, the consents stop the messages that need them
         * @description For: Customer.
         */
        patch: operations["updateInterest"];
        trace?: never;
    };
    "/consultations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for advice, and see at once who will call
         * @description 201 with the matched salesman, who sees the alarm already; 202 when matching takes longer or nobody is free: the request is safe, and `Location` shows who it will be.
         *
         *     For: Customer.
         */
        post: operations["createConsultation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consultations/{consultationId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One consultation: mine, the one that I was given, or for staff any
         * @description For: Customer, Salesman, Staff.
         */
        get: operations["getConsultation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change my request, until it is decided; null takes a field away
         * @description For: Customer.
         */
        patch: operations["editConsultation"];
        trace?: never;
    };
    "/consultations/{consultationId}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept the consultation that I was given
         * @description For: Salesman.
         */
        post: operations["acceptConsultation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consultations/{consultationId}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reject the consultation: canceled, or with a reason matched again to another
         * @description For: Salesman.
         */
        post: operations["rejectConsultation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/consultations/{consultationId}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the consultation further: in progress, then success or fail
         * @description For: Salesman.
         */
        post: operations["progressConsultation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/consultations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All consultations, the newest first; those that wait for a salesman with unmatched=true
         * @description For: Staff.
         */
        get: operations["listConsultations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/salesmen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The roster, by name, with everyone's load
         * @description For: Staff.
         */
        get: operations["listSalesmen"];
        put?: never;
        /**
         * Put a salesman or a consultant on the roster
         * @description salesmanId is the `sub` of the person's token. Who waits for someone is matched to the new person at once.
         *
         *     For: Staff.
         */
        post: operations["registerSalesman"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/salesmen/{salesmanId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One person on the roster
         * @description For: Staff.
         */
        get: operations["getSalesman"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a person's profile: what is left out stays
         * @description It holds for choices from now on. A capacity below the present load takes nothing away; nothing is added until it fits.
         *
         *     For: Staff.
         */
        patch: operations["editSalesmanProfile"];
        trace?: never;
    };
    "/staff/consultations/{consultationId}/match": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why this salesman, and why not that one
         * @description Every try with its reasons, what was thought of each person, and how it went.
         *
         *     For: Staff.
         */
        get: operations["getConsultationMatch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/consultations/{consultationId}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a consultation to a salesman by hand
         * @description Recorded as such. Also to who is away or would not be chosen; but nobody gets more than their capacity. Whoever has it already keeps it, and nothing changes.
         *
         *     For: Staff.
         */
        post: operations["assignConsultation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/matches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits for a salesman, or for staff: the longest waiting first
         * @description For: Staff.
         */
        get: operations["listMatches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/projects/{projectId}/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What became of the SMS of a project's start, by outcome
         * @description 404 until the project has started.
         *
         *     For: Staff.
         */
        get: operations["getProjectNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/notifications/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How many SMS the start of a project of this projectname would send now, and who would get none, and why
         * @description For: Staff.
         */
        get: operations["previewNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/sms-opt-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether I stopped the SMS
         * @description For: Customer.
         */
        get: operations["getMySmsOptOut"];
        /**
         * Stop, or allow again, every SMS to me; my interests stay
         * @description For: Customer.
         */
        put: operations["setMySmsOptOut"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/sms-opt-outs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put a phone on the list of those who get no SMS, as its owner asked (the 080 number, by mail), or take it off
         * @description For: Staff.
         */
        put: operations["setPhoneSmsOptOut"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/alarms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My alarms, the newest first
         * @description What happens to projects, for every salesman; what happens to interests, only for the salesman who is matched. An alarm has the time of its event: one that comes late, or with a new match, appears in its own place.
         *
         *     For: Salesman.
         */
        get: operations["listMyAlarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/alarms/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mark my alarms as read: some, all up to an instant, or all up to now
         * @description Without a body, all that is there now. An alarm that comes later is unread, however long ago its event was. An alarmId that is not one of mine changes nothing. Doing it again does no harm.
         *
         *     For: Salesman.
         */
        post: operations["readMyAlarms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/alarms/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My alarms as they come
         * @description Server-Sent Events, to be read with fetch, since EventSource sends no token.
         *
         *     - `alarm`: one that appeared, exactly as the list shows it. In the order of appearance: its `at` may be long ago, when its
         *       customer became mine just now.
         *     - `alarms-changed`: the list changed otherwise, so read it anew: alarms were read elsewhere, or went to another salesman, or
         *       more were missed than are told one by one.
         *     - `ready`: from here on nothing is missed. On the first connection read the list now.
         *
         *     The `id` of each is where to go on: send the last as `Last-Event-ID` (or `after`), to whichever instance, and nothing is
         *     missed. An alarm may come twice then; its alarmId tells. A comment comes every 15 seconds; come anew when there is none for
         *     45. The stream ends by itself before 230 seconds and when the token expires; come back then.
         *
         *     For: Salesman.
         */
        get: operations["streamMyAlarms"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/interests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My interests, by projectname, with the present project and its D-day
         * @description For: Customer.
         */
        get: operations["listMyInterests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/consultations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * My consultations, the newest first
         * @description For: Customer.
         */
        get: operations["listMyConsultations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/me/assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What I was given: what waits for my decision, then what is under way, then what has ended
         * @description Of each kind, what was requested first comes first.
         *
         *     For: Salesman.
         */
        get: operations["listMyAssignments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Interests, consultations and SMS of all projects: now, and day by day
         * @description For: Staff.
         */
        get: operations["getStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/statistics/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The same figures for each projectname: the most interested, the most waiting, or by name
         * @description For: Staff.
         */
        get: operations["listProjectStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/projects/{projectId}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The figures of one project
         * @description Interests and consultations live over the years, so the figures are those of the projectname; `sms` is of this very project's start, and `thisYear` counts the consultations that were asked for on this very project.
         *
         *     For: Staff.
         */
        get: operations["getProjectStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/staff/statistics/salesmen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Load, decisions, results and response time of each salesman
         * @description For: Staff.
         */
        get: operations["listSalesmanStatistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This API as an OpenAPI 3.1 document
         * @description For everybody.
         */
        get: operations["openApi"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This API as a page
         * @description For everybody.
         */
        get: operations["docs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/{asset}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file of the page
         * @description For everybody.
         */
        get: operations["docsAsset"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * This process runs
         * @description For everybody.
         */
        get: operations["healthLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Commands can be taken: all that they need is up
         * @description Degraded is ready too: what commands do not need is down, and is caught up with later. With a token of Staff the answer names the dependencies.
         *
         *     For everybody.
         */
        get: operations["healthReady"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Alarm: {
            alarmId: string;
            /** @enum {string} */
            type: "ProjectCreated" | "ProjectEdited" | "ProjectStarted" | "ProjectEnded" | "InterestCreated" | "InterestUpdated" | "ConsultationCreated" | "ConsultationEdited" | "ConsultationProgressed" | "ConsultationHandedBack";
            /** Format: date-time */
            at: string;
            subject: string;
            text: string;
            read: boolean;
            projectname?: string;
        };
        AlarmsRead: {
            readUpTo: string | null;
        };
        AssignConsultation: {
            salesmanId: string;
        };
        Consultation: {
            consultationId: string;
            projectname: string;
            projectId?: string;
            customerId: string;
            customername: string;
            phone: string;
            content: string;
            /** Format: date */
            preferredDate?: string;
            region?: string;
            matchedsalesman: string | null;
            matchedconsultant: string | null;
            /** @enum {string} */
            step: "requested" | "accepted" | "canceled" | "in progress" | "success" | "fail";
            /** Format: date-time */
            requestedAt: string;
        };
        ConsultationsByStep: {
            requested: number;
            accepted: number;
            canceled: number;
            "in progress": number;
            success: number;
            fail: number;
        };
        CreateConsultation: {
            projectname: string;
            projectId?: string;
            customerId?: string;
            customername?: string;
            phone: string;
            content: string;
            /** Format: date */
            preferredDate?: string;
            region?: string;
        };
        CreateInterest: {
            projectname: string;
            /** @default 1 */
            interest: 1 | 0;
            customerId?: string;
            customername?: string;
            phone: string;
            adConsent?: boolean;
            nightConsent?: boolean;
        };
        CreateProject: {
            projectname: string;
            year: number;
            scale?: string;
            target?: string;
            host?: string;
            summary?: string;
            link?: string;
            /** Format: date */
            expStartDate?: string;
            /** Format: date */
            endDate?: string;
            title?: string;
            periodText?: string;
        };
        DayFigures: {
            /** Format: date */
            date: string;
            /** @description Interests saved for the first time */
            interests: number;
            requested: number;
            accepted: number;
            canceled: number;
            "in progress": number;
            success: number;
            fail: number;
            /** @description SMS taken by the carrier */
            sent: number;
        };
        EditConsultation: {
            phone?: string;
            content?: string;
            preferredDate?: string | null;
            region?: string | null;
        };
        EditProject: {
            projectname?: string;
            year?: number;
            scale?: string | null;
            target?: string | null;
            host?: string | null;
            summary?: string | null;
            link?: string | null;
            expStartDate?: string | null;
            endDate?: string | null;
            title?: string | null;
            periodText?: string | null;
        };
        EditSalesmanProfile: {
            name?: string;
            phone?: string;
            specialties?: string[];
            regions?: string[];
            capacity?: number;
            available?: boolean;
            workingHours?: {
                days: number[];
                from: string;
                to: string;
            };
            leave?: {
                /** Format: date */
                from: string;
                /** Format: date */
                to: string;
            }[];
        };
        EndProject: {
            /** Format: date */
            endDate?: string;
        };
        ImportReport: {
            rows: components["schemas"]["ImportRow"][];
            summary: {
                rows: number;
                created: number;
                updated: number;
                unchanged: number;
                refused: number;
            };
        };
        ImportRow: {
            row: number;
            /** @enum {string} */
            outcome: "created" | "updated" | "unchanged" | "refused";
            projectId?: string;
            projectname?: string;
            warnings: string[];
            reasons: string[];
        };
        Interest: {
            interestId: string;
            projectname: string;
            interest: 1 | 0;
            customerId: string;
            customername: string;
            phone: string;
            adConsent: boolean;
            /** Format: date-time */
            adConsentAt?: string;
            /** Format: date-time */
            adConsentWithdrawnAt?: string;
            nightConsent: boolean;
            /** Format: date-time */
            nightConsentAt?: string;
            /** Format: date-time */
            nightConsentWithdrawnAt?: string;
            matchedsalesman: string | null;
        };
        Liveness: {
            /** @constant */
            status: "live";
        };
        Match: {
            matchId: string;
            subject: {
                /** @enum {string} */
                type: "interest" | "consultation";
                id: string;
            };
            projectname: string;
            /** @enum {string} */
            state: "matching" | "matched" | "waiting" | "escalated" | "closed";
            /** Format: date-time */
            since: string;
            salesmanId: string | null;
            salesmanname: string | null;
            consultantId: string | null;
            /** @description The version of the match (aggregateversion of SalesmanMatched) */
            version: number;
            accepted: boolean;
            attempts: {
                number: number;
                /** Format: date-time */
                at: string;
                salesmanId: string | null;
                consultantId: string | null;
                /** @description The staff member who named the salesman; null when he was chosen */
                byHand: string | null;
                /** @enum {string} */
                outcome: "open" | "accepted" | "passed" | "handed back" | "rejected" | "replaced" | "nobody";
                endedAt: string | null;
                /** @description Why it was handed back */
                because: string | null;
                remindAt: string | null;
                passAt: string | null;
                remindedAt: string | null;
                reasons: {
                    code: string;
                    text: string;
                }[];
                considered: {
                    salesmanId: string;
                    name: string | null;
                    /** @enum {string} */
                    kind: "salesman" | "consultant";
                    /** @enum {string} */
                    verdict: "chosen" | "unavailable" | "on leave" | "full" | "excluded" | "specialty" | "region" | "present salesman" | "place" | "load" | "idle" | "order";
                    text: string;
                    load: number;
                    capacity: number;
                }[];
                /** @description How many more were considered than are listed */
                others: number;
            }[];
        };
        MatchSummary: {
            matchId: string;
            subject: {
                /** @enum {string} */
                type: "interest" | "consultation";
                id: string;
            };
            projectname: string;
            /** @enum {string} */
            state: "matching" | "matched" | "waiting" | "escalated" | "closed";
            /** Format: date-time */
            since: string;
            salesmanId: string | null;
            salesmanname: string | null;
            consultantId: string | null;
            /** @description The version of the match (aggregateversion of SalesmanMatched) */
            version: number;
        };
        MyInterest: {
            interestId: string;
            projectname: string;
            interest: 1 | 0;
            customerId: string;
            customername: string;
            phone: string;
            adConsent: boolean;
            /** Format: date-time */
            adConsentAt?: string;
            /** Format: date-time */
            adConsentWithdrawnAt?: string;
            nightConsent: boolean;
            /** Format: date-time */
            nightConsentAt?: string;
            /** Format: date-time */
            nightConsentWithdrawnAt?: string;
            matchedsalesman: string | null;
            project: components["schemas"]["PresentProject"] | null;
            /** @description For If-Match */
            etag: string;
        };
        NamedConsultation: {
            consultationId: string;
            projectname: string;
            projectId?: string;
            customerId: string;
            customername: string;
            phone: string;
            content: string;
            /** Format: date */
            preferredDate?: string;
            region?: string;
            matchedsalesman: string | null;
            matchedconsultant: string | null;
            /** @enum {string} */
            step: "requested" | "accepted" | "canceled" | "in progress" | "success" | "fail";
            /** Format: date-time */
            requestedAt: string;
            salesmanname?: string;
            consultantname?: string;
            /** @description For If-Match */
            etag: string;
        };
        NotificationPreview: {
            projectname: string;
            /** @description customers whose interest is 1 */
            interested: number;
            /** @description how many of them were looked at: less than interested when there are very many */
            looked: number;
            /** @description SMS to those looked at */
            messages: number;
            /** @description what would become of those looked at, if the start came now */
            counts: components["schemas"]["SmsOutcomeCounts"];
        };
        PresentProject: {
            projectId: string;
            year: number;
            /** @enum {string} */
            status: "planned" | "started" | "ended";
            /** Format: date */
            expStartDate?: string;
            /** Format: date */
            startDate?: string;
            /** Format: date */
            endDate?: string;
            periodText?: string;
            /** @description Days from today (Asia/Seoul) to the start or the end; below 0 once past */
            dday: number | null;
            ddayTo: ("start" | "end") | null;
        };
        Problem: {
            type: string;
            title: string;
            status: number;
            detail: string;
            instance?: string;
            errors?: {
                path: string;
                message: string;
            }[];
            state?: string;
            possible?: string[];
        };
        ProgressConsultation: {
            /** @enum {string} */
            step: "in progress" | "success" | "fail";
        };
        Project: {
            projectId: string;
            projectname: string;
            year: number;
            scale?: string;
            target?: string;
            host?: string;
            summary?: string;
            link?: string;
            /** Format: date */
            expStartDate?: string;
            /** Format: date */
            endDate?: string;
            title?: string;
            periodText?: string;
            /** Format: date */
            startDate?: string;
            /** @enum {string} */
            status: "planned" | "started" | "ended";
        };
        ProjectNotifications: {
            projectId: string;
            projectname: string;
            /** Format: date-time */
            startedAt: string;
            /** @description The SMS, the same for every customer */
            text: string;
            /**
             * @description sending: recipients are left, or some wait
             * @enum {string}
             */
            state: "sending" | "done";
            /** @description customers with an outcome so far */
            total: number;
            counts: components["schemas"]["SmsOutcomeCounts"];
        };
        ProjectStatistics: {
            projectId: string;
            projectname: string;
            year: number;
            /** @enum {string} */
            status: "planned" | "started" | "ended";
            /** @description Customers with interest 1 now */
            interested: number;
            consultations: components["schemas"]["ConsultationsByStep"];
            /** @description success / (success + fail); null before the first of them */
            successRate: number | null;
            /** @description What became of the SMS of the starts */
            sms: components["schemas"]["SmsOutcomeCounts"];
            thisYear: {
                consultations: components["schemas"]["ConsultationsByStep"];
                successRate: number | null;
            };
            /** @description Each day asked for, oldest first, today last */
            days: components["schemas"]["DayFigures"][];
            /**
             * Format: date-time
             * @description Whatever was committed before this instant is in the answer; perhaps more is
             */
            asOf: string;
        };
        ProjectnameStatistics: {
            projectname: string;
            projectId: string | null;
            year: number | null;
            status: ("planned" | "started" | "ended") | null;
            /** @description Customers with interest 1 now */
            interested: number;
            consultations: components["schemas"]["ConsultationsByStep"];
            /** @description success / (success + fail); null before the first of them */
            successRate: number | null;
            /** @description What became of the SMS of the starts */
            sms: components["schemas"]["SmsOutcomeCounts"];
        };
        ReadAlarms: {
            alarmIds?: string[];
            /**
             * Format: date-time
             * @description An instant to come means now
             */
            upTo?: string;
        };
        Readiness: {
            /** @enum {string} */
            status: "ready" | "degraded" | "unavailable";
            /** @description For Staff alone */
            dependencies?: {
                name: string;
                /** @description No command works without it */
                needed: boolean;
                /** @enum {string} */
                state: "up" | "down";
                latencyMs: number;
            }[];
        };
        RegisterSalesman: {
            salesmanId: string;
            name: string;
            phone: string;
            /**
             * @default salesman
             * @enum {string}
             */
            kind: "salesman" | "consultant";
            /** @default [] */
            specialties: string[];
            /** @default [] */
            regions: string[];
            /** @default 10 */
            capacity: number;
            /** @default true */
            available: boolean;
            /**
             * @default {
             *       "days": [
             *         1,
             *         2,
             *         3,
             *         4,
             *         5
             *       ],
             *       "from": "09:00",
             *       "to": "18:00"
             *     }
             */
            workingHours: {
                days: number[];
                from: string;
                to: string;
            };
            /** @default [] */
            leave: {
                /** Format: date */
                from: string;
                /** Format: date */
                to: string;
            }[];
        };
        RejectConsultation: {
            /** @enum {string} */
            reason?: "not my field" | "not my region" | "no time";
        };
        Salesman: {
            salesmanId: string;
            name: string;
            phone: string;
            /** @enum {string} */
            kind: "salesman" | "consultant";
            specialties: string[];
            regions: string[];
            capacity: number;
            available: boolean;
            workingHours: {
                days: number[];
                from: string;
                to: string;
            };
            leave: {
                /** Format: date */
                from: string;
                /** Format: date */
                to: string;
            }[];
            load: number;
        };
        SalesmanStatistics: {
            salesmanId: string;
            name?: string;
            /** @description Wait for the decision */
            waiting: number;
            /** @description The load: waiting, accepted and in progress */
            open: number;
            /** @description Of the load of all; null while nobody has any */
            loadShare: number | null;
            /** @description Accepted ever, whatever became of them */
            accepted: number;
            /** @description Rejected, and so canceled */
            rejected: number;
            /** @description Handed back to be matched to another */
            handedBack: number;
            success: number;
            fail: number;
            successRate: number | null;
            minutesToAccept: {
                average: number | null;
                median: number | null;
                p90: number | null;
            };
        };
        SmsOptOut: {
            optedOut: boolean;
        };
        SmsOutcomeCounts: {
            /** @description taken by the carrier */
            sent: number;
            /** @description refused by the carrier for good */
            refused: number;
            /** @description wants no SMS from us */
            "opted out": number;
            /** @description took the interest back in the meantime */
            "not interested": number;
            /** @description an advertisement without consent to it */
            "no consent": number;
            "invalid number": number;
            "not a mobile": number;
            /** @description another customer with the same phone got it */
            "same phone": number;
            /** @description until the morning, or for the carrier */
            waiting: number;
        };
        StartProject: {
            /** Format: date */
            startDate?: string;
        };
        Statistics: {
            /** @description Projectnames with anything to count */
            projectnames: number;
            /** @description Customers with interest 1 now */
            interested: number;
            consultations: components["schemas"]["ConsultationsByStep"];
            /** @description success / (success + fail); null before the first of them */
            successRate: number | null;
            /** @description What became of the SMS of the starts */
            sms: components["schemas"]["SmsOutcomeCounts"];
            /** @description Each day asked for, oldest first, today last */
            days: components["schemas"]["DayFigures"][];
            /**
             * Format: date-time
             * @description Whatever was committed before this instant is in the answer; perhaps more is
             */
            asOf: string;
        };
        UpdateInterest: {
            interest?: 1 | 0;
            customername?: string;
            phone?: string;
            adConsent?: boolean;
            nightConsent?: boolean;
        };
    };
    responses: {
        /** @description The request is not valid */
        Invalid: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Sign in first */
        Unauthenticated: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                /** @description The scheme to sign in with */
                "WWW-Authenticate"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not for your role */
        Forbidden: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It exists already */
        AlreadyExists: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too large */
        TooLarge: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Unsupported media type */
        UnsupportedMediaType: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                /** @description The media types that are taken */
                Accept?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Idempotency-Key used before */
        IdempotencyKeyReused: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Something went wrong on our side */
        Internal: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many changes at once, or: Not available for the moment */
        ContendedOrUnavailable: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                /** @description Seconds after which another try makes sense */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not found */
        NotFound: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not possible in this state */
        WrongState: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Changed in the meantime */
        StaleVersion: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not available for the moment */
        Unavailable: {
            headers: {
                "x-correlation-id": components["headers"]["x-correlation-id"];
                /** @description Seconds after which another try makes sense */
                "Retry-After"?: string;
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The ETag that you read: the change is refused when it is no longer the present one */
        "If-Match": string;
        /** @description The ETag that you have: nothing is sent again when it is still the present one */
        "If-None-Match": string;
        /** @description A new key for each new request, the same for a repeated one */
        "Idempotency-Key": string;
        /** @description Your own name for the request; we make one when it is absent */
        "x-correlation-id": string;
    };
    requestBodies: never;
    headers: {
        /** @description Names the request in our logs: tell it when you ask for help */
        "x-correlation-id": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listProjects: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description Words that all occur in the project's texts */
                text?: string;
                status?: "planned" | "started" | "ended";
                year?: number;
                /** @description Part of the host's name */
                host?: string;
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of projects */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *           "projectname": "이음5G 융합서비스 실증사업",
                     *           "year": 2027,
                     *           "scale": "과제당 10억원 내외",
                     *           "target": "중소기업, 중견기업, 대기업",
                     *           "host": "과학기술정보통신부",
                     *           "summary": "제조ㆍ물류ㆍ의료 현장에 이음5G를 구축해 융합서비스를 실증합니다.",
                     *           "link": "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900007",
                     *           "expStartDate": "2027-03-02",
                     *           "endDate": "2027-03-31",
                     *           "status": "planned"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Project"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    createProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new key for each new request, the same for a repeated one */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "projectname": "이음5G 융합서비스 실증사업",
                 *       "year": 2027,
                 *       "scale": "과제당 10억원 내외",
                 *       "target": "중소기업, 중견기업, 대기업",
                 *       "host": "과학기술정보통신부",
                 *       "summary": "제조ㆍ물류ㆍ의료 현장에 이음5G를 구축해 융합서비스를 실증합니다.",
                 *       "link": "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900007",
                 *       "expStartDate": "2027-03-02",
                 *       "endDate": "2027-03-31"
                 *     }
                 */
                "application/json": components["schemas"]["CreateProject"];
            };
        };
        responses: {
            /** @description The project */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    /** @description Where the project is */
                    Location?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "year": 2027,
                     *       "scale": "과제당 10억원 내외",
                     *       "target": "중소기업, 중견기업, 대기업",
                     *       "host": "과학기술정보통신부",
                     *       "summary": "제조ㆍ물류ㆍ의료 현장에 이음5G를 구축해 융합서비스를 실증합니다.",
                     *       "link": "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900007",
                     *       "expStartDate": "2027-03-02",
                     *       "endDate": "2027-03-31",
                     *       "status": "planned"
                     *     }
                     */
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    getProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "year": 2027,
                     *       "scale": "과제당 10억원 내외",
                     *       "target": "중소기업, 중견기업, 대기업",
                     *       "host": "과학기술정보통신부",
                     *       "summary": "제조ㆍ물류ㆍ의료 현장에 이음5G를 구축해 융합서비스를 실증합니다.",
                     *       "link": "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900007",
                     *       "expStartDate": "2027-03-02",
                     *       "endDate": "2027-03-31",
                     *       "status": "planned"
                     *     }
                     */
                    "application/json": components["schemas"]["Project"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    editProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read: the change is refused when it is no longer the present one */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "scale": "총 60억원",
                 *       "link": null
                 *     }
                 */
                "application/json": components["schemas"]["EditProject"];
            };
        };
        responses: {
            /** @description The project as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "year": 2027,
                     *       "scale": "과제당 10억원 내외",
                     *       "target": "중소기업, 중견기업, 대기업",
                     *       "host": "과학기술정보통신부",
                     *       "summary": "제조ㆍ물류ㆍ의료 현장에 이음5G를 구축해 융합서비스를 실증합니다.",
                     *       "link": "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900007",
                     *       "expStartDate": "2027-03-02",
                     *       "endDate": "2027-03-31",
                     *       "status": "planned"
                     *     }
                     */
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    startProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read: the change is refused when it is no longer the present one */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description A new key for each new request, the same for a repeated one */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "startDate": "2027-03-02"
                 *     }
                 */
                "application/json": components["schemas"]["StartProject"];
            };
        };
        responses: {
            /** @description The started project */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "year": 2027,
                     *       "scale": "과제당 10억원 내외",
                     *       "target": "중소기업, 중견기업, 대기업",
                     *       "host": "과학기술정보통신부",
                     *       "summary": "제조ㆍ물류ㆍ의료 현장에 이음5G를 구축해 융합서비스를 실증합니다.",
                     *       "link": "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900007",
                     *       "expStartDate": "2027-03-02",
                     *       "endDate": "2027-03-31",
                     *       "status": "started",
                     *       "startDate": "2027-03-02"
                     *     }
                     */
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    endProject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read: the change is refused when it is no longer the present one */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description A new key for each new request, the same for a repeated one */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "endDate": "2027-03-31"
                 *     }
                 */
                "application/json": components["schemas"]["EndProject"];
            };
        };
        responses: {
            /** @description The ended project */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "year": 2027,
                     *       "scale": "과제당 10억원 내외",
                     *       "target": "중소기업, 중견기업, 대기업",
                     *       "host": "과학기술정보통신부",
                     *       "summary": "제조ㆍ물류ㆍ의료 현장에 이음5G를 구축해 융합서비스를 실증합니다.",
                     *       "link": "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900007",
                     *       "expStartDate": "2027-03-02",
                     *       "endDate": "2027-03-31",
                     *       "status": "ended",
                     *       "startDate": "2027-03-02"
                     *     }
                     */
                    "application/json": components["schemas"]["Project"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    importProjects: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "jsonArray": [
                 *         {
                 *           "pblancId": "PBLN_000000000900007",
                 *           "pblancNm": "2027년 이음5G(5G 특화망) 융합서비스 실증사업 공모 안내",
                 *           "reqstBeginEndDe": "2027. 3. 2.(화) 09:00 ~ 3. 31.(수) 18:00까지"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": unknown;
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description What became of each row */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "rows": [
                     *         {
                     *           "row": 1,
                     *           "outcome": "created",
                     *           "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *           "projectname": "이음5G(5G 특화망) 융합서비스 실증사업",
                     *           "warnings": [],
                     *           "reasons": []
                     *         }
                     *       ],
                     *       "summary": {
                     *         "rows": 1,
                     *         "created": 1,
                     *         "updated": 0,
                     *         "unchanged": 0,
                     *         "refused": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    createInterest: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new key for each new request, the same for a repeated one */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "projectname": "이음5G 융합서비스 실증사업",
                 *       "interest": 1,
                 *       "customername": "김하늘",
                 *       "phone": "010-0000-0001",
                 *       "adConsent": true
                 *     }
                 */
                "application/json": components["schemas"]["CreateInterest"];
            };
        };
        responses: {
            /** @description The interest that was there, updated */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "interestId": "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "interest": 1,
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "adConsent": true,
                     *       "adConsentAt": "2026-11-24T02:00:00.000Z",
                     *       "nightConsent": false,
                     *       "matchedsalesman": null
                     *     }
                     */
                    "application/json": components["schemas"]["Interest"];
                };
            };
            /** @description The new interest */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    /** @description Where the interest is */
                    Location?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "interestId": "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "interest": 1,
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "adConsent": true,
                     *       "adConsentAt": "2026-11-24T02:00:00.000Z",
                     *       "nightConsent": false,
                     *       "matchedsalesman": null
                     *     }
                     */
                    "application/json": components["schemas"]["Interest"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    getInterest: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                interestId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The interest */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "interestId": "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "interest": 1,
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "adConsent": true,
                     *       "adConsentAt": "2026-11-24T02:00:00.000Z",
                     *       "nightConsent": false,
                     *       "matchedsalesman": null
                     *     }
                     */
                    "application/json": components["schemas"]["Interest"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateInterest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read: the change is refused when it is no longer the present one */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                interestId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "interest": 0
                 *     }
                 */
                "application/json": components["schemas"]["UpdateInterest"];
            };
        };
        responses: {
            /** @description The interest as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "interestId": "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "interest": 1,
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "adConsent": true,
                     *       "adConsentAt": "2026-11-24T02:00:00.000Z",
                     *       "nightConsent": false,
                     *       "matchedsalesman": null
                     *     }
                     */
                    "application/json": components["schemas"]["Interest"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    createConsultation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new key for each new request, the same for a repeated one */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "projectname": "이음5G 융합서비스 실증사업",
                 *       "phone": "010-0000-0001",
                 *       "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                 *       "preferredDate": "2027-03-05",
                 *       "region": "서울"
                 *     }
                 */
                "application/json": components["schemas"]["CreateConsultation"];
            };
        };
        responses: {
            /** @description The consultation, matched */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    /** @description Where the consultation is, with its state */
                    Location?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *       "preferredDate": "2027-03-05",
                     *       "region": "서울",
                     *       "matchedsalesman": "salesman-1",
                     *       "matchedconsultant": null,
                     *       "step": "requested",
                     *       "requestedAt": "2027-03-02T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Consultation"];
                };
            };
            /** @description The consultation, not matched yet */
            202: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    /** @description Where the consultation is, with its state */
                    Location?: string;
                    /** @description Seconds after which a look makes sense */
                    "Retry-After"?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *       "preferredDate": "2027-03-05",
                     *       "region": "서울",
                     *       "matchedsalesman": null,
                     *       "matchedconsultant": null,
                     *       "step": "requested",
                     *       "requestedAt": "2027-03-02T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Consultation"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    getConsultation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                consultationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The consultation */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *       "preferredDate": "2027-03-05",
                     *       "region": "서울",
                     *       "matchedsalesman": "salesman-1",
                     *       "matchedconsultant": null,
                     *       "step": "requested",
                     *       "requestedAt": "2027-03-02T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Consultation"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    editConsultation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read: the change is refused when it is no longer the present one */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                consultationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "preferredDate": "2027-03-08"
                 *     }
                 */
                "application/json": components["schemas"]["EditConsultation"];
            };
        };
        responses: {
            /** @description The consultation as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *       "preferredDate": "2027-03-05",
                     *       "region": "서울",
                     *       "matchedsalesman": "salesman-1",
                     *       "matchedconsultant": null,
                     *       "step": "requested",
                     *       "requestedAt": "2027-03-02T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Consultation"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    acceptConsultation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read: the change is refused when it is no longer the present one */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                consultationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The accepted consultation */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *       "preferredDate": "2027-03-05",
                     *       "region": "서울",
                     *       "matchedsalesman": "salesman-1",
                     *       "matchedconsultant": null,
                     *       "step": "accepted",
                     *       "requestedAt": "2027-03-02T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Consultation"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            412: components["responses"]["StaleVersion"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    rejectConsultation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read: the change is refused when it is no longer the present one */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                consultationId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "reason": "not my field"
                 *     }
                 */
                "application/json": components["schemas"]["RejectConsultation"];
            };
        };
        responses: {
            /** @description The consultation as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *       "preferredDate": "2027-03-05",
                     *       "region": "서울",
                     *       "matchedsalesman": "salesman-1",
                     *       "matchedconsultant": null,
                     *       "step": "canceled",
                     *       "requestedAt": "2027-03-02T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Consultation"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    progressConsultation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read: the change is refused when it is no longer the present one */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                consultationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "step": "in progress"
                 *     }
                 */
                "application/json": components["schemas"]["ProgressConsultation"];
            };
        };
        responses: {
            /** @description The consultation as it is now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "customerId": "customer-1",
                     *       "customername": "김하늘",
                     *       "phone": "010-0000-0001",
                     *       "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *       "preferredDate": "2027-03-05",
                     *       "region": "서울",
                     *       "matchedsalesman": "salesman-1",
                     *       "matchedconsultant": null,
                     *       "step": "in progress",
                     *       "requestedAt": "2027-03-02T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Consultation"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    listConsultations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                step?: "requested" | "accepted" | "canceled" | "in progress" | "success" | "fail";
                /** @description Only those that wait for a salesman */
                unmatched?: "true" | "false";
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of consultations */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *           "projectname": "이음5G 융합서비스 실증사업",
                     *           "customerId": "customer-1",
                     *           "customername": "김하늘",
                     *           "phone": "010-0000-0001",
                     *           "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *           "preferredDate": "2027-03-05",
                     *           "region": "서울",
                     *           "matchedsalesman": "salesman-1",
                     *           "matchedconsultant": null,
                     *           "step": "requested",
                     *           "requestedAt": "2027-03-02T00:00:00.000Z"
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Consultation"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSalesmen: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                kind?: "salesman" | "consultant";
                available?: "true" | "false";
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the roster */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "salesmanId": "salesman-1",
                     *           "name": "한상우",
                     *           "phone": "010-0000-0021",
                     *           "kind": "salesman",
                     *           "specialties": [
                     *             "5G",
                     *             "클라우드"
                     *           ],
                     *           "regions": [
                     *             "서울",
                     *             "경기"
                     *           ],
                     *           "capacity": 10,
                     *           "available": true,
                     *           "workingHours": {
                     *             "days": [
                     *               1,
                     *               2,
                     *               3,
                     *               4,
                     *               5
                     *             ],
                     *             "from": "09:00",
                     *             "to": "18:00"
                     *           },
                     *           "leave": [
                     *             {
                     *               "from": "2027-08-02",
                     *               "to": "2027-08-06"
                     *             }
                     *           ],
                     *           "load": 2
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Salesman"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    registerSalesman: {
        parameters: {
            query?: never;
            header?: {
                /** @description A new key for each new request, the same for a repeated one */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "salesmanId": "salesman-1",
                 *       "name": "한상우",
                 *       "phone": "010-0000-0021",
                 *       "kind": "salesman",
                 *       "specialties": [
                 *         "5G",
                 *         "클라우드"
                 *       ],
                 *       "regions": [
                 *         "서울",
                 *         "경기"
                 *       ],
                 *       "capacity": 10,
                 *       "available": true,
                 *       "workingHours": {
                 *         "days": [
                 *           1,
                 *           2,
                 *           3,
                 *           4,
                 *           5
                 *         ],
                 *         "from": "09:00",
                 *         "to": "18:00"
                 *       },
                 *       "leave": [
                 *         {
                 *           "from": "2027-08-02",
                 *           "to": "2027-08-06"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["RegisterSalesman"];
            };
        };
        responses: {
            /** @description The person on the roster */
            201: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    /** @description Where the person is */
                    Location?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "salesmanId": "salesman-1",
                     *       "name": "한상우",
                     *       "phone": "010-0000-0021",
                     *       "kind": "salesman",
                     *       "specialties": [
                     *         "5G",
                     *         "클라우드"
                     *       ],
                     *       "regions": [
                     *         "서울",
                     *         "경기"
                     *       ],
                     *       "capacity": 10,
                     *       "available": true,
                     *       "workingHours": {
                     *         "days": [
                     *           1,
                     *           2,
                     *           3,
                     *           4,
                     *           5
                     *         ],
                     *         "from": "09:00",
                     *         "to": "18:00"
                     *       },
                     *       "leave": [
                     *         {
                     *           "from": "2027-08-02",
                     *           "to": "2027-08-06"
                     *         }
                     *       ],
                     *       "load": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Salesman"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["IdempotencyKeyReused"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    getSalesman: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                salesmanId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The person */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "salesmanId": "salesman-1",
                     *       "name": "한상우",
                     *       "phone": "010-0000-0021",
                     *       "kind": "salesman",
                     *       "specialties": [
                     *         "5G",
                     *         "클라우드"
                     *       ],
                     *       "regions": [
                     *         "서울",
                     *         "경기"
                     *       ],
                     *       "capacity": 10,
                     *       "available": true,
                     *       "workingHours": {
                     *         "days": [
                     *           1,
                     *           2,
                     *           3,
                     *           4,
                     *           5
                     *         ],
                     *         "from": "09:00",
                     *         "to": "18:00"
                     *       },
                     *       "leave": [
                     *         {
                     *           "from": "2027-08-02",
                     *           "to": "2027-08-06"
                     *         }
                     *       ],
                     *       "load": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Salesman"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    editSalesmanProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you read: the change is refused when it is no longer the present one */
                "If-Match"?: components["parameters"]["If-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                salesmanId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "capacity": 12,
                 *       "available": true
                 *     }
                 */
                "application/json": components["schemas"]["EditSalesmanProfile"];
            };
        };
        responses: {
            /** @description The person as they are now */
            200: {
                headers: {
                    /** @description The version, for If-Match */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "salesmanId": "salesman-1",
                     *       "name": "한상우",
                     *       "phone": "010-0000-0021",
                     *       "kind": "salesman",
                     *       "specialties": [
                     *         "5G",
                     *         "클라우드"
                     *       ],
                     *       "regions": [
                     *         "서울",
                     *         "경기"
                     *       ],
                     *       "capacity": 10,
                     *       "available": true,
                     *       "workingHours": {
                     *         "days": [
                     *           1,
                     *           2,
                     *           3,
                     *           4,
                     *           5
                     *         ],
                     *         "from": "09:00",
                     *         "to": "18:00"
                     *       },
                     *       "leave": [
                     *         {
                     *           "from": "2027-08-02",
                     *           "to": "2027-08-06"
                     *         }
                     *       ],
                     *       "load": 2
                     *     }
                     */
                    "application/json": components["schemas"]["Salesman"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            412: components["responses"]["StaleVersion"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    getConsultationMatch: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                consultationId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The match */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "matchId": "5c9e7d2a-8a41-4a53-a0b5-7f3d8f6b1e03",
                     *       "subject": {
                     *         "type": "consultation",
                     *         "id": "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8"
                     *       },
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "state": "matched",
                     *       "since": "2027-03-02T01:00:00.000Z",
                     *       "salesmanId": "salesman-1",
                     *       "salesmanname": "한상우",
                     *       "consultantId": null,
                     *       "version": 3,
                     *       "accepted": false,
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "at": "2027-03-02T01:00:00.000Z",
                     *           "salesmanId": "salesman-1",
                     *           "consultantId": null,
                     *           "byHand": null,
                     *           "outcome": "open",
                     *           "endedAt": null,
                     *           "because": null,
                     *           "remindAt": "2027-03-02T01:30:00.000Z",
                     *           "passAt": "2027-03-02T02:00:00.000Z",
                     *           "remindedAt": null,
                     *           "reasons": [
                     *             {
                     *               "code": "specialty-fit",
                     *               "text": "요청 내용이 전문 분야 '5G'에 맞습니다."
                     *             }
                     *           ],
                     *           "considered": [
                     *             {
                     *               "salesmanId": "salesman-1",
                     *               "name": "한상우",
                     *               "kind": "salesman",
                     *               "verdict": "chosen",
                     *               "text": "조건과 순서에서 가장 앞서 배정되었습니다.",
                     *               "load": 2,
                     *               "capacity": 10
                     *             },
                     *             {
                     *               "salesmanId": "salesman-2",
                     *               "name": "윤가람",
                     *               "kind": "salesman",
                     *               "verdict": "load",
                     *               "text": "정원 대비 맡은 상담이 더 많습니다(4/10건).",
                     *               "load": 4,
                     *               "capacity": 10
                     *             }
                     *           ],
                     *           "others": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Match"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    assignConsultation: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                consultationId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "salesmanId": "salesman-1"
                 *     }
                 */
                "application/json": components["schemas"]["AssignConsultation"];
            };
        };
        responses: {
            /** @description The match as it is now */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "matchId": "5c9e7d2a-8a41-4a53-a0b5-7f3d8f6b1e03",
                     *       "subject": {
                     *         "type": "consultation",
                     *         "id": "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8"
                     *       },
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "state": "matched",
                     *       "since": "2027-03-02T01:00:00.000Z",
                     *       "salesmanId": "salesman-1",
                     *       "salesmanname": "한상우",
                     *       "consultantId": null,
                     *       "version": 3,
                     *       "accepted": false,
                     *       "attempts": [
                     *         {
                     *           "number": 1,
                     *           "at": "2027-03-02T01:00:00.000Z",
                     *           "salesmanId": "salesman-1",
                     *           "consultantId": null,
                     *           "byHand": null,
                     *           "outcome": "open",
                     *           "endedAt": null,
                     *           "because": null,
                     *           "remindAt": "2027-03-02T01:30:00.000Z",
                     *           "passAt": "2027-03-02T02:00:00.000Z",
                     *           "remindedAt": null,
                     *           "reasons": [
                     *             {
                     *               "code": "specialty-fit",
                     *               "text": "요청 내용이 전문 분야 '5G'에 맞습니다."
                     *             }
                     *           ],
                     *           "considered": [
                     *             {
                     *               "salesmanId": "salesman-1",
                     *               "name": "한상우",
                     *               "kind": "salesman",
                     *               "verdict": "chosen",
                     *               "text": "조건과 순서에서 가장 앞서 배정되었습니다.",
                     *               "load": 2,
                     *               "capacity": 10
                     *             },
                     *             {
                     *               "salesmanId": "salesman-2",
                     *               "name": "윤가람",
                     *               "kind": "salesman",
                     *               "verdict": "load",
                     *               "text": "정원 대비 맡은 상담이 더 많습니다(4/10건).",
                     *               "load": 4,
                     *               "capacity": 10
                     *             }
                     *           ],
                     *           "others": 0
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Match"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            409: components["responses"]["WrongState"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    listMatches: {
        parameters: {
            query: {
                limit?: number;
                cursor?: string;
                state: "matching" | "matched" | "waiting" | "escalated" | "closed";
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of matches in that state */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "matchId": "5c9e7d2a-8a41-4a53-a0b5-7f3d8f6b1e03",
                     *           "subject": {
                     *             "type": "consultation",
                     *             "id": "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8"
                     *           },
                     *           "projectname": "이음5G 융합서비스 실증사업",
                     *           "state": "matched",
                     *           "since": "2027-03-02T01:00:00.000Z",
                     *           "salesmanId": "salesman-1",
                     *           "salesmanname": "한상우",
                     *           "consultantId": null,
                     *           "version": 3
                     *         }
                     *       ],
                     *       "nextCursor": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["MatchSummary"][];
                        nextCursor: string | null;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProjectNotifications: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts of the send log */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "startedAt": "2027-03-02T00:00:00.000Z",
                     *       "text": "[KT.GG] 이음5G 융합서비스 실증사업 접수 시작\n3.2.~3.31.",
                     *       "state": "done",
                     *       "total": 3,
                     *       "counts": {
                     *         "sent": 2,
                     *         "refused": 0,
                     *         "opted out": 0,
                     *         "not interested": 0,
                     *         "no consent": 0,
                     *         "invalid number": 0,
                     *         "not a mobile": 1,
                     *         "same phone": 0,
                     *         "waiting": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ProjectNotifications"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    previewNotifications: {
        parameters: {
            query: {
                projectname: string;
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "interested": 3,
                     *       "looked": 3,
                     *       "messages": 2,
                     *       "counts": {
                     *         "sent": 2,
                     *         "refused": 0,
                     *         "opted out": 0,
                     *         "not interested": 0,
                     *         "no consent": 0,
                     *         "invalid number": 0,
                     *         "not a mobile": 1,
                     *         "same phone": 0,
                     *         "waiting": 0
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["NotificationPreview"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getMySmsOptOut: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "optedOut": false
                     *     }
                     */
                    "application/json": components["schemas"]["SmsOptOut"];
                };
            };
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    setMySmsOptOut: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "optedOut": true
                 *     }
                 */
                "application/json": {
                    optedOut: boolean;
                };
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "optedOut": true
                     *     }
                     */
                    "application/json": components["schemas"]["SmsOptOut"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    setPhoneSmsOptOut: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "phone": "010-0000-0001",
                 *       "optedOut": true
                 *     }
                 */
                "application/json": {
                    phone: string;
                    optedOut: boolean;
                };
            };
        };
        responses: {
            /** @description As it is now */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "optedOut": true
                     *     }
                     */
                    "application/json": components["schemas"]["SmsOptOut"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    listMyAlarms: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of my alarms */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "alarmId": "5b0d6c1e-2f3a-4c4d-8e5f-60718293a4b5",
                     *           "type": "ProjectStarted",
                     *           "at": "2027-03-02T00:00:00.000Z",
                     *           "subject": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *           "text": "'이음5G 융합서비스 실증사업' 접수가 시작되었습니다.",
                     *           "read": false,
                     *           "projectname": "이음5G 융합서비스 실증사업"
                     *         },
                     *         {
                     *           "alarmId": "9c8b7a69-5847-4635-9241-302f1e0d9c8b",
                     *           "type": "InterestCreated",
                     *           "at": "2026-11-24T02:00:00.000Z",
                     *           "subject": "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
                     *           "text": "김하늘 고객이 '이음5G 융합서비스 실증사업' 관심을 등록했습니다.",
                     *           "read": true,
                     *           "projectname": "이음5G 융합서비스 실증사업"
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "unread": 1
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Alarm"][];
                        nextCursor: string | null;
                        /** @description How many of all my alarms I have not read, on this page or not */
                        unread: number;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    readMyAlarms: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "upTo": "2027-03-02T00:00:00.000Z"
                 *     }
                 */
                "application/json": components["schemas"]["ReadAlarms"];
            };
        };
        responses: {
            /** @description Up to where all is read */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "readUpTo": "2027-03-02T00:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["AlarmsRead"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["TooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            500: components["responses"]["Internal"];
            503: components["responses"]["ContendedOrUnavailable"];
        };
    };
    streamMyAlarms: {
        parameters: {
            query?: {
                /** @description The id of the last event, as Last-Event-ID; the header wins */
                after?: string;
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events, until the stream ends */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example retry: 1000
                     *
                     *     event: ready
                     *     id: 1803862800-1803862801
                     *     data: {}
                     *
                     *     event: alarm
                     *     id: 1803862805-1803862801
                     *     data: {"alarmId":"5b0d6c1e-2f3a-4c4d-8e5f-60718293a4b5","type":"ProjectStarted","at":"2027-03-02T00:00:00.000Z","subject":"7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f","text":"'이음5G 융합서비스 실증사업' 접수가 시작되었습니다.","projectname":"이음5G 융합서비스 실증사업","read":false}
                     */
                    "text/event-stream": string;
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMyInterests: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of my interests */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "interestId": "0f1a2b3c-4d5e-5f60-8182-93a4b5c6d7e8",
                     *           "projectname": "이음5G 융합서비스 실증사업",
                     *           "interest": 1,
                     *           "customerId": "customer-1",
                     *           "customername": "김하늘",
                     *           "phone": "010-0000-0001",
                     *           "adConsent": true,
                     *           "adConsentAt": "2026-11-24T02:00:00.000Z",
                     *           "nightConsent": false,
                     *           "matchedsalesman": null,
                     *           "etag": "\"1\"",
                     *           "project": {
                     *             "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *             "year": 2027,
                     *             "status": "started",
                     *             "expStartDate": "2027-03-02",
                     *             "startDate": "2027-03-02",
                     *             "endDate": "2027-03-31",
                     *             "dday": 29,
                     *             "ddayTo": "end"
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "asOf": "2027-03-02T00:00:01.000Z"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["MyInterest"][];
                        nextCursor: string | null;
                        /**
                         * Format: date-time
                         * @description Whatever was committed before this instant is in the answer; perhaps more is
                         */
                        asOf: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMyConsultations: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                step?: "requested" | "accepted" | "canceled" | "in progress" | "success" | "fail";
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of consultations */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *           "projectname": "이음5G 융합서비스 실증사업",
                     *           "customerId": "customer-1",
                     *           "customername": "김하늘",
                     *           "phone": "010-0000-0001",
                     *           "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *           "preferredDate": "2027-03-05",
                     *           "region": "서울",
                     *           "matchedsalesman": "salesman-1",
                     *           "matchedconsultant": null,
                     *           "step": "requested",
                     *           "requestedAt": "2027-03-02T00:00:00.000Z",
                     *           "salesmanname": "박영업",
                     *           "etag": "\"2\""
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "asOf": "2027-03-02T00:00:01.000Z"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["NamedConsultation"][];
                        nextCursor: string | null;
                        /**
                         * Format: date-time
                         * @description Whatever was committed before this instant is in the answer; perhaps more is
                         */
                        asOf: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listMyAssignments: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                step?: "requested" | "accepted" | "canceled" | "in progress" | "success" | "fail";
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of consultations */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "consultationId": "1d2c3b4a-5f6e-4d7c-8b9a-0a1b2c3d4e5f",
                     *           "projectname": "이음5G 융합서비스 실증사업",
                     *           "customerId": "customer-1",
                     *           "customername": "김하늘",
                     *           "phone": "010-0000-0001",
                     *           "content": "이음5G 도입 비용과 신청 절차가 궁금합니다.",
                     *           "preferredDate": "2027-03-05",
                     *           "region": "서울",
                     *           "matchedsalesman": "salesman-1",
                     *           "matchedconsultant": null,
                     *           "step": "requested",
                     *           "requestedAt": "2027-03-02T00:00:00.000Z",
                     *           "salesmanname": "박영업",
                     *           "etag": "\"2\""
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "asOf": "2027-03-02T00:00:01.000Z"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["NamedConsultation"][];
                        nextCursor: string | null;
                        /**
                         * Format: date-time
                         * @description Whatever was committed before this instant is in the answer; perhaps more is
                         */
                        asOf: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getStatistics: {
        parameters: {
            query?: {
                /** @description How many days, up to today (Asia/Seoul) */
                days?: number;
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The totals */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "projectnames": 12,
                     *       "interested": 128,
                     *       "consultations": {
                     *         "requested": 2,
                     *         "accepted": 1,
                     *         "canceled": 0,
                     *         "in progress": 1,
                     *         "success": 3,
                     *         "fail": 1
                     *       },
                     *       "successRate": 0.75,
                     *       "sms": {
                     *         "sent": 120,
                     *         "refused": 0,
                     *         "opted out": 0,
                     *         "not interested": 0,
                     *         "no consent": 0,
                     *         "invalid number": 0,
                     *         "not a mobile": 8,
                     *         "same phone": 0,
                     *         "waiting": 0
                     *       },
                     *       "days": [
                     *         {
                     *           "date": "2027-03-02",
                     *           "interests": 4,
                     *           "requested": 2,
                     *           "accepted": 1,
                     *           "canceled": 0,
                     *           "in progress": 0,
                     *           "success": 0,
                     *           "fail": 0,
                     *           "sent": 120
                     *         }
                     *       ],
                     *       "asOf": "2027-03-02T00:00:01.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["Statistics"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listProjectStatistics: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                sort?: "interested" | "waiting" | "consultations" | "name";
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of projectnames */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "projectname": "이음5G 융합서비스 실증사업",
                     *           "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *           "year": 2027,
                     *           "status": "started",
                     *           "interested": 128,
                     *           "consultations": {
                     *             "requested": 2,
                     *             "accepted": 1,
                     *             "canceled": 0,
                     *             "in progress": 1,
                     *             "success": 3,
                     *             "fail": 1
                     *           },
                     *           "successRate": 0.75,
                     *           "sms": {
                     *             "sent": 120,
                     *             "refused": 0,
                     *             "opted out": 0,
                     *             "not interested": 0,
                     *             "no consent": 0,
                     *             "invalid number": 0,
                     *             "not a mobile": 8,
                     *             "same phone": 0,
                     *             "waiting": 0
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "asOf": "2027-03-02T00:00:01.000Z"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["ProjectnameStatistics"][];
                        nextCursor: string | null;
                        /**
                         * Format: date-time
                         * @description Whatever was committed before this instant is in the answer; perhaps more is
                         */
                        asOf: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    getProjectStatistics: {
        parameters: {
            query?: {
                /** @description How many days, up to today (Asia/Seoul) */
                days?: number;
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                projectId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The project's figures */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "projectId": "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
                     *       "projectname": "이음5G 융합서비스 실증사업",
                     *       "year": 2027,
                     *       "status": "started",
                     *       "interested": 128,
                     *       "consultations": {
                     *         "requested": 2,
                     *         "accepted": 1,
                     *         "canceled": 0,
                     *         "in progress": 1,
                     *         "success": 3,
                     *         "fail": 1
                     *       },
                     *       "successRate": 0.75,
                     *       "sms": {
                     *         "sent": 120,
                     *         "refused": 0,
                     *         "opted out": 0,
                     *         "not interested": 0,
                     *         "no consent": 0,
                     *         "invalid number": 0,
                     *         "not a mobile": 8,
                     *         "same phone": 0,
                     *         "waiting": 0
                     *       },
                     *       "thisYear": {
                     *         "consultations": {
                     *           "requested": 2,
                     *           "accepted": 0,
                     *           "canceled": 0,
                     *           "in progress": 0,
                     *           "success": 1,
                     *           "fail": 0
                     *         },
                     *         "successRate": 1
                     *       },
                     *       "days": [
                     *         {
                     *           "date": "2027-03-02",
                     *           "interests": 4,
                     *           "requested": 2,
                     *           "accepted": 1,
                     *           "canceled": 0,
                     *           "in progress": 0,
                     *           "success": 0,
                     *           "fail": 0,
                     *           "sent": 120
                     *         }
                     *       ],
                     *       "asOf": "2027-03-02T00:00:01.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ProjectStatistics"];
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSalesmanStatistics: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                sort?: "open" | "waiting" | "success" | "id";
            };
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of salesmen */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "salesmanId": "salesman-1",
                     *           "name": "박영업",
                     *           "waiting": 1,
                     *           "open": 3,
                     *           "loadShare": 0.25,
                     *           "accepted": 12,
                     *           "rejected": 1,
                     *           "handedBack": 2,
                     *           "success": 7,
                     *           "fail": 2,
                     *           "successRate": 0.7777777777777778,
                     *           "minutesToAccept": {
                     *             "average": 11.5,
                     *             "median": 8,
                     *             "p90": 27.5
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": null,
                     *       "asOf": "2027-03-02T00:00:01.000Z"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["SalesmanStatistics"][];
                        nextCursor: string | null;
                        /**
                         * Format: date-time
                         * @description Whatever was committed before this instant is in the answer; perhaps more is
                         */
                        asOf: string;
                    };
                };
            };
            400: components["responses"]["Invalid"];
            401: components["responses"]["Unauthenticated"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["Internal"];
            503: components["responses"]["Unavailable"];
        };
    };
    openApi: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you have: nothing is sent again when it is still the present one */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document */
            200: {
                headers: {
                    /** @description The document's version */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        openapi: string;
                        info: {
                            [key: string]: unknown;
                        };
                        paths: {
                            [key: string]: unknown;
                        };
                    } & {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    /** @description The document's version */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["Internal"];
        };
    };
    docs: {
        parameters: {
            query?: never;
            header?: {
                /** @description The ETag that you have: nothing is sent again when it is still the present one */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page */
            200: {
                headers: {
                    /** @description The content's version */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    /** @description The content's version */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The page's address has no slash at its end */
            308: {
                headers: {
                    /** @description The page */
                    Location?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    docsAsset: {
        parameters: {
            query?: {
                /** @description The content's version: with it, the file may be kept for ever */
                v?: string;
            };
            header?: {
                /** @description The ETag that you have: nothing is sent again when it is still the present one */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path: {
                asset: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    /** @description The content's version */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    "*/*": string;
                };
            };
            /** @description You have it already */
            304: {
                headers: {
                    /** @description The content's version */
                    ETag?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Invalid"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["Internal"];
        };
    };
    healthLive: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "live"
                     *     }
                     */
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            500: components["responses"]["Internal"];
        };
    };
    healthReady: {
        parameters: {
            query?: never;
            header?: {
                /** @description Your own name for the request; we make one when it is absent */
                "x-correlation-id"?: components["parameters"]["x-correlation-id"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ready or degraded */
            200: {
                headers: {
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ready"
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            500: components["responses"]["Internal"];
            /** @description Something that commands need is down */
            503: {
                headers: {
                    /** @description Seconds after which another try makes sense */
                    "Retry-After"?: string;
                    "x-correlation-id": components["headers"]["x-correlation-id"];
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "unavailable"
                     *     }
                     */
                    "application/json": components["schemas"]["Readiness"];
                };
            };
        };
    };
}

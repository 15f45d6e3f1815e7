/** One text to many phones. */
export type Sms = {
  text: string;
  /** Mobile phones in E.164, each once, at most `SmsSender.maxRecipients`. */
  to: readonly string[];
  /** The same for every try of the same message, so that the carrier sends each phone one, however often it is asked. */
  repeatability: { key: string; firstSent: Date };
};

/** What the carrier said of one phone: taken, refused for good, or busy (try this phone again later). */
export type SmsResult = { to: string } & (
  { outcome: "sent"; messageId: string } | { outcome: "refused"; reason: string } | { outcome: "busy" }
);

/** Sends texts to mobile phones: by ACS today, by a domestic carrier (LMS, 알림톡) when there is one. */
export type SmsSender = {
  maxRecipients: number;
  /** Answers one result for each phone. Rejects when nothing is known of any: ask again, with the same repeatability. */
  send: (sms: Sms) => Promise<SmsResult[]>;
};

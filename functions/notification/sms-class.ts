/** "ad": an advertisement (광고성 정보, 정보통신망법 section 50) with label, free opt-out, consent and night hold; "info": none. */
export type SmsClass = "info" | "ad";

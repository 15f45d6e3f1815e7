import { parsePhoneNumberFromString } from "libphonenumber-js/mobile";

const longestPhone = 40;
const korea = "82";
const koreanMobile = /^\+8210\d{8}$/;

/**
 * The number to send an SMS to, or why there is none. "not a mobile": a number that exists but takes no message of ours: a
 * landline, 070, 080, 15xx, a closed 011 or 016 to 019, a foreign one. "invalid number": no number, or more than one.
 */
export const toMobile = (phone: string): { e164: string } | { reason: "invalid number" | "not a mobile" } => {
  if (phone.length > longestPhone) return { reason: "invalid number" };
  // extract: false, or a number would be found inside any text.
  const number = parsePhoneNumberFromString(phone.trim(), { defaultCountry: "KR", extract: false });
  // An extension is dialled after somebody answers: nobody answers an SMS.
  if (!number?.isPossible() || number.ext) return { reason: "invalid number" };
  if (koreanMobile.test(number.number)) return { e164: number.number };
  // 010 with fewer or more digits is a slip of the finger, not another kind of number.
  const isSlip = number.countryCallingCode === korea && /^0?10/.test(number.nationalNumber);
  return { reason: isSlip ? "invalid number" : "not a mobile" };
};

/** The phone for a log: "010-****-5678", and nothing at all of what is no mobile. */
export const maskPhone = (phone: string): string => {
  const mobile = toMobile(phone);
  return "e164" in mobile ? `010-****-${mobile.e164.slice(-4)}` : "****";
};

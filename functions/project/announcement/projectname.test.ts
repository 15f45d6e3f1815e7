import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { toProjectname } from "./projectname.ts";
import { yearIn } from "./title-year.ts";

// Titles as the sources write them (paraphrased), with the year and the name that are in them.
const titles: [title: string, year: number | undefined, projectname: string][] = [
  // the year, wherever it stands
  ["2027년 AI 바우처 지원사업 통합 공고", 2027, "AI 바우처 지원사업"],
  ["'27년 스마트공장 구축 지원사업 공고", 2027, "스마트공장 구축 지원사업"],
  ["’27년도 데이터바우처 수요기업 모집", 2027, "데이터바우처 수요기업"],
  ["2027년도 산학연 협력 기술개발사업 시행계획 공고", 2027, "산학연 협력 기술개발사업"],
  ["(2027) 스마트공방 지원", 2027, "스마트공방 지원"],
  ["[2027] 스마트공방 지원 안내", 2027, "스마트공방 지원"],
  ["스마트공방 지원 (2027년)", 2027, "스마트공방 지원"],
  ["2027 서울 소상공인 판로 지원", 2027, "서울 소상공인 판로 지원"],
  ["CES 2027 한국관 참가기업 모집 안내", 2027, "CES 한국관"],
  ["MWC2027 공동관 참가기업 모집", 2027, "MWC 공동관"],
  ["2026~2027년 수출바우처 참여기업 모집", 2026, "수출바우처"],
  ["2026-2027년 수출바우처 참여기업 모집", 2026, "수출바우처"],
  ["'26~'27년 수출바우처 참여기업 모집", 2026, "수출바우처"],
  ["2026년 해외전시회(IFA 2027) 참가지원 계획 공고", 2026, "해외전시회(IFA) 참가지원"],
  ["김천·칠곡_2027년 시군특화 일자리 지원사업", 2027, "김천·칠곡 시군특화 일자리 지원사업"],
  ["[경북] 27년 경영개선사업 공고", 2027, "[경북] 경영개선사업"],
  ["스마트공장 수준 확인(2027년 제조혁신 통합)", 2027, "스마트공장 수준 확인(제조혁신 통합)"],
  // the round of the year goes with it
  ["2027년 3차 혁신제품 규격추가 모집 공고", 2027, "혁신제품 규격추가"],
  ["2027년도 제2차 공동연구사업 공고", 2027, "공동연구사업"],
  ["제42회 국제전시회(KIMES 2027) 강원공동관 참가기업 모집 공고", 2027, "국제전시회(KIMES) 강원공동관"],
  ["스마트상점 기술보급사업 소상공인 모집 공고(1차)", undefined, "스마트상점 기술보급사업 소상공인"],
  // what only looks like a year or a round stays
  ["2030세대 창업 지원 모집", undefined, "2030세대 창업 지원"],
  ["2030 청년 창업 지원 모집", undefined, "2030 청년 창업 지원"],
  ["2027 청년 창업 지원 모집", 2027, "청년 창업 지원"],
  ["2050 탄소중립 전환 지원 공고", undefined, "2050 탄소중립 전환 지원"],
  ["업력 20년 이상 기업 디지털 전환 지원", undefined, "업력 20년 이상 기업 디지털 전환 지원"],
  ["21년 이상 장수기업 지원", undefined, "21년 이상 장수기업 지원"],
  ["2027년 4차 산업혁명 기술 지원사업 공고", 2027, "4차 산업혁명 기술 지원사업"],
  ["2027년 2차전지 소재 지원 공고", 2027, "2차전지 소재 지원"],
  ["‘20대’ 창업 지원", undefined, "‘20대’ 창업 지원"],
  // the words of announcing
  ["[강원] 2027년 스마트공장 지원사업 참여기업 모집 공고", 2027, "[강원] 스마트공장 지원사업"],
  ["2027년 이음5G(5G 특화망) 융합서비스 실증사업 공모 안내", 2027, "이음5G(5G 특화망) 융합서비스 실증사업"],
  ["[서울] 2027년 온라인 판로 지원사업 참여자 모집", 2027, "[서울] 온라인 판로 지원사업"],
  ["[울산] 중구 2027년 카드수수료 지원사업 추가모집 기간연장 공고", 2027, "[울산] 중구 카드수수료 지원사업"],
  ["[경기] 안양시 2027년 사랑나눔 축제 참여 업체 모집 재공고", 2027, "[경기] 안양시 사랑나눔 축제"],
  ["2027년 육성자금 융자지원 변경계획 공고", 2027, "육성자금 융자지원"],
  ["[충북] 2027년 채용장려금 지원사업 시행 추가공고", 2027, "[충북] 채용장려금 지원사업"],
  ["2027년 기술평가 사업화 연계 지원사업 참여기관(업) 모집 공고", 2027, "기술평가 사업화 연계 지원사업"],
  ["2027년 저작권 등록ㆍ출원 지원 대상기업 모집 공고", 2027, "저작권 등록ㆍ출원 지원"],
  ["2027년 브랜드 보호 전략 지원사업 기업 모집 공고", 2027, "브랜드 보호 전략 지원사업"],
  ["장애인기업 경영개선지원사업공고", undefined, "장애인기업 경영개선지원사업"],
  ["2027년 부산 핀테크허브 입주기업 모집공고", 2027, "부산 핀테크허브 입주기업"],
  ["「2027년 정보공개 고객 모니터링단」모집공고", 2027, "정보공개 고객 모니터링단"],
  ["2027년 데이터 품질인증 지원사업 모집 공고!!", 2027, "데이터 품질인증 지원사업"],
  ["시스템 통합", undefined, "시스템 통합"],
  ["중소기업 통신요금 컨설팅 상시 지원", undefined, "중소기업 통신요금 컨설팅 상시 지원"],
  // notes of the announcement; other parentheses stay
  ["[부산] 수출기업 글로벌 물류비 지원사업(연장공고)", undefined, "[부산] 수출기업 글로벌 물류비 지원사업"],
  ["(수정공고) 2027년 일자리 지원사업 참여기업 모집(7차)", 2027, "일자리 지원사업"],
  ["[공고] 2027년 수출바우처사업 (~7.23일까지)", 2027, "수출바우처사업"],
  ["[2027-047호] 디지털 콘텐츠 규제개혁 지원사업", undefined, "디지털 콘텐츠 규제개혁 지원사업"],
  ["(재)부산경제진흥원 판로 지원사업 공고", undefined, "(재)부산경제진흥원 판로 지원사업"],
  [
    "[경남] 2027년 현장실습비 지원사업 신규 참여기업 추가모집 공고(청년일자리)",
    2027,
    "[경남] 현장실습비 지원사업(청년일자리)",
  ],
  // nothing would be left: the title stays
  ["2027년 모집 공고", 2027, "2027년 모집 공고"],
  ["[서울] 2027년 공고", 2027, "[서울] 2027년 공고"],
  ["2027년", 2027, "2027년"],
  // how it is written makes no other name
  ["  예비창업패키지\t예비창업자   모집 공고  ", undefined, "예비창업패키지 예비창업자"],
  ["가치가자 지원사업".normalize("NFD"), undefined, "가치가자 지원사업"],
];

for (const [title, year, projectname] of titles) {
  test(`the name of "${title.trim()}" is "${projectname}", its year ${year ?? "not told"}`, () => {
    assert.equal(toProjectname(title), projectname);
    assert.equal(yearIn(title), year);
  });
}

test("the same project has the same name next year", () => {
  for (const [title] of titles) {
    const nextYear = title.replaceAll("2027", "2028").replaceAll("27년", "28년");
    if (/^(?:\[서울\] )?2027년(?: 모집)?(?: 공고)?$/.test(title)) continue; // no name but the title
    assert.equal(toProjectname(nextYear), toProjectname(title), title);
  }
});

test("an extended announcement names the same project", () => {
  const sample = JSON.parse(readFileSync("docs/samples/bizinfo-sample.json", "utf8")) as {
    jsonArray: { pblancNm: string }[];
  };
  const [first, tenth] = [sample.jsonArray[0]?.pblancNm ?? "", sample.jsonArray[9]?.pblancNm ?? ""];
  assert.notEqual(first, tenth);
  assert.equal(toProjectname(tenth), toProjectname(first));
  for (const note of [
    "(연장공고)",
    " (기간 연장)",
    "(2차)",
    "(재공고)",
    " 연장 공고",
    "(접수기간 연장)",
    "(추가모집)",
    " 수정공고",
  ])
    assert.equal(toProjectname(`2027년 스마트상점 지원사업 모집 공고${note}`), "스마트상점 지원사업", note);
});

test("another region is another project", () => {
  assert.notEqual(
    toProjectname("[서울] 2027년 판로 지원사업 공고"),
    toProjectname("[부산] 2027년 판로 지원사업 공고"),
  );
});

const word = fc.constantFrom(
  ..."2027년 '27년 (2027) 2027 모집 공고 참여기업 안내 (1차) (연장공고) [서울] [공고] 지원사업 수요기업 바우처 「 」 ( ) 제3회 2차 재 _ ~ · 공모".split(
    " ",
  ),
);
const hostileTitle = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(word, { maxLength: 12 }).map((words) => words.join(" ")),
  fc.array(word, { maxLength: 12 }).map((words) => words.join("")),
);

test("the name of a name is that name", () => {
  fc.assert(
    fc.property(hostileTitle, (title) => {
      const name = toProjectname(title);
      assert.equal(toProjectname(name), name);
    }),
    { numRuns: 3000 },
  );
});

test("a title with anything to read in it never loses its name", () => {
  fc.assert(
    fc.property(hostileTitle, (title) => {
      if (/[\p{L}\p{N}]/u.test(title.normalize("NFC"))) assert.notEqual(toProjectname(title), "");
    }),
    { numRuns: 1000 },
  );
});

test("no title takes long to read", () => {
  const started = performance.now();
  for (const piece of ["공고", " 공고", "(1.", "(재 ", "2027년", "27~", "제1회 ", "~ ", "[", "신청·", "1차 "])
    toProjectname(piece.repeat(500 / piece.length));
  assert.ok(performance.now() - started < 2000);
});

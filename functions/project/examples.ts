import type { Project } from "../../shared/contract/project.ts";

/** A project as staff write it; fictional. */
export const createProject = {
  projectname: "이음5G 융합서비스 실증사업",
  year: 2027,
  scale: "과제당 10억원 내외",
  target: "중소기업, 중견기업, 대기업",
  host: "과학기술정보통신부",
  summary: "제조ㆍ물류ㆍ의료 현장에 이음5G를 구축해 융합서비스를 실증합니다.",
  link: "https://www.bizinfo.go.kr/sii/siia/selectSIIA200Detail.do?pblancId=PBLN_000000000900007",
  expStartDate: "2027-03-02",
  endDate: "2027-03-31",
};

export const planned: Project = {
  projectId: "7a4e1d0c-93ab-5a5e-8f5f-2d1c3b4a5e6f",
  ...createProject,
  status: "planned",
};

export const started: Project = { ...planned, startDate: "2027-03-02", status: "started" };

export const ended: Project = { ...started, status: "ended" };

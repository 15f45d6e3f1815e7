import type { z } from "zod";
import type { Interest } from "../../../shared/contract/interest.ts";
import type { myInterest } from "../../../shared/contract/views.ts";
import { answer } from "../../api/client.ts";
import { failureOf, isStale, type Failure } from "../../api/problem.ts";
import type { App } from "../../app.ts";
import type { Editor, Version } from "../../components/editor.ts";
import { openList, type PagedList } from "../../components/paged-list.ts";
import { editInterest, readInterest, writeInterest, type InterestValues } from "./interest-editor.ts";
import { words } from "./texts.ts";

/** One of my interests, as the view of it answers. */
export type MyInterest = z.infer<typeof myInterest>;

/** State and actions of the interests. */
export type Interests = {
  readonly list: PagedList<MyInterest>;
  readonly editing: { projectname: string; editor: Editor<InterestValues> } | undefined;
  /** Why the last change of an interest did not happen. */
  readonly failure: Failure | undefined;
  edit: (interest: MyInterest) => void;
  stopEditing: () => void;
  /** Takes an interest back, or saves it again: shown at once, and taken back when the API refuses. */
  setWanted: (interest: MyInterest, wanted: 0 | 1) => Promise<void>;
  close: () => void;
};

/** Opens the interests and loads them. */
export const openInterests = (app: App): Interests => {
  const { api, redraw, toast } = app;
  let editing: Interests["editing"];
  let failure: Failure | undefined;

  const list = openList<MyInterest>(async (cursor, signal) => {
    const query = { limit: 50, ...(cursor !== undefined && { cursor }) };
    const { data } = await answer(api.GET("/me/interests", { params: { query }, signal }));
    return data;
  }, redraw);

  /** Shows an interest as it is now; what only the view knows of it stays. */
  const show = ({ resource, etag }: Version<Interest>): void => {
    list.change((item) =>
      item.interestId === resource.interestId
        ? { ...item, ...resource, ...(etag !== undefined && { etag }) }
        : item,
    );
  };

  /** Something else of it may have changed meanwhile, such as who serves it: that is no reason to ask. */
  const setInterest = async (interest: MyInterest, wanted: 0 | 1): Promise<Version<Interest>> => {
    const { interestId, etag } = interest;
    try {
      return await writeInterest(app, interestId, { interest: wanted }, etag);
    } catch (error) {
      if (!isStale(error)) throw error;
      const now = await readInterest(app, interestId);
      return await writeInterest(app, interestId, { interest: wanted }, now.etag);
    }
  };

  return {
    list,
    get editing() {
      return editing;
    },
    get failure() {
      return failure;
    },
    edit: (interest) => {
      const { projectname } = interest;
      const editor = editInterest(app, { resource: interest, etag: interest.etag }, (version) => {
        editing = undefined;
        show(version);
        toast(words().savedToast(projectname));
      });
      editing = { projectname, editor };
      redraw();
    },
    stopEditing: () => {
      editing = undefined;
      redraw();
    },
    setWanted: async (interest, wanted) => {
      const { interestId, projectname } = interest;
      failure = undefined;
      list.change((item) => (item.interestId === interestId ? { ...item, interest: wanted } : item));
      try {
        show(await setInterest(interest, wanted));
        toast(wanted === 1 ? words().againToast(projectname) : words().takenBackToast(projectname));
      } catch (error) {
        list.change((item) =>
          item.interestId === interestId ? { ...item, interest: interest.interest } : item,
        );
        failure = failureOf(error);
      }
      redraw();
    },
    close: () => {
      list.close();
    },
  };
};

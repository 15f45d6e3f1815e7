/**
 * The pure core of an aggregate: `decide` turns a command and the present state into events (or throws a DomainError),
 * `evolve` folds one event into the state. `undefined` is the state of an aggregate that does not exist yet.
 * Source: https://thinkbeforecoding.com/post/2021/12/17/functional-event-sourcing-decider
 */
export type Decider<Command, State, Event> = {
  decide: (command: Command, state: State | undefined) => Event[];
  evolve: (state: State | undefined, event: Event) => State;
};

/** For the end of a switch that names every case: a new case without a branch does not compile. */
export const unreachable = (value: never): never => {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
};

/**
 * When code outside the program calls what it was given. `now`: during the call; `later`: whenever the receiver likes;
 * `timer`, `shutdown`, `startup`: as their names say; `never`: in a browser, and not where the program is deployed.
 */
export type Timing = 'now' | 'later' | 'timer' | 'shutdown' | 'startup' | 'never';

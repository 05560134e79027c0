package io.berth.gateway.security;

import io.berth.connector.api.ProjectId;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who may do what to which project: the one table of rights. Pure; called by the access filter of
 * the management API and by the data plane, on any thread.
 */
public final class GrantCheck {
  private static final Set<Action> OPERATOR =
      EnumSet.complementOf(
          EnumSet.of(
              Action.MANAGE_RUNTIMES,
              Action.MAKE_TOKENS,
              Action.CHANGE_DATA_KEYS,
              Action.CHANGE_MASTER_KEYS));
  private static final Set<Action> AGENT =
      EnumSet.of(
          Action.READ_PROJECTS,
          Action.READ_PROCESS,
          Action.KEEP_BUSY,
          Action.USE_KM,
          Action.READ_EVENTS,
          Action.READ_API,
          Action.READ_JOBS,
          Action.SEARCH_ACROSS,
          Action.READ_AGENTS,
          Action.ACT_AS_AGENT,
          Action.READ_TASKS,
          Action.ADD_TASKS);

  private GrantCheck() {}

  /** Whether the caller may do this at all, to some project or to none in particular. */
  public static boolean allows(Caller caller, Action action) {
    return caller.is(Role.ADMIN)
        || (caller.is(Role.OPERATOR) && OPERATOR.contains(action))
        || (caller.is(Role.AGENT) && AGENT.contains(action));
  }

  /** Whether the caller may do this to this project. */
  public static boolean allows(Caller caller, Action action, ProjectId project) {
    if (caller.is(Role.ADMIN) || (caller.is(Role.OPERATOR) && OPERATOR.contains(action))) {
      return true;
    }
    return allows(caller, action) && caller.grants().cover(project);
  }

  /**
   * Whether a question of the caller that reaches several projects may reach this one. why also for
   * an admin: nobody has this right by being somebody.
   */
  public static boolean mayAnalyse(Caller caller, ProjectId project) {
    return allows(caller, Action.USE_KM, project) && caller.grants().analytics().contains(project);
  }

  /** Whether the caller sees every project without being granted each. */
  public static boolean seesAll(Caller caller) {
    return caller.is(Role.ADMIN) || caller.is(Role.OPERATOR) || caller.grants().all();
  }
}

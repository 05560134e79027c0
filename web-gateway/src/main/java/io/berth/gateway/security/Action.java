package io.berth.gateway.security;

/** What a request wants to do, as far as rights are concerned. */
public enum Action {
  /** Sees the names and settings of projects; a list shows only those that are granted. */
  READ_PROJECTS(true),
  /** Registers, changes, removes a project, and brings documents in by the management API. */
  MANAGE_PROJECTS(true),
  /** Starts, stops, restarts, releases a process. */
  CONTROL_PROCESS(true),
  /** Sees a process, its events and its log. */
  READ_PROCESS(true),
  /** Says that a workload is busy. */
  KEEP_BUSY(true),
  /** Talks to the KM itself. */
  USE_KM(true),
  /** Sees events; those of projects that are not granted are left out. */
  READ_EVENTS(false),
  /** Sees how KMs are started. */
  READ_RUNTIMES(false),
  /** Decides how KMs are started, which is to run programs on the host. */
  MANAGE_RUNTIMES(false),
  /** Brings versions of runtimes to projects, which runs what an admin registered. */
  MANAGE_ROLLOUTS(false),
  /** Sees the whole installation: overview, ports, nodes, metrics. */
  READ_SYSTEM(false),
  /** Sees the description of the API. */
  READ_API(false),
  /** Follows background work. */
  READ_JOBS(false),
  /** Asks several projects at once; each must be granted for that by name. */
  SEARCH_ACROSS(false),
  /** Sees which agents there are. */
  READ_AGENTS(false),
  /** Registers, asks for work and reports as an agent; who is only an agent, as itself alone. */
  ACT_AS_AGENT(false),
  /** Sees the board of a project. */
  READ_TASKS(true),
  /** Brings new tasks and comments to the board. */
  ADD_TASKS(true),
  /** Changes, parks, calls off tasks and takes them from their holders. */
  MANAGE_TASKS(true),
  /** Encrypts and decrypts the data of a project, and changes its key. */
  CHANGE_DATA_KEYS(true),
  /** Wraps the keys of all projects by another master key. */
  CHANGE_MASTER_KEYS(false),
  /** Makes tokens. */
  MAKE_TOKENS(false);

  private final boolean perProject;

  Action(boolean perProject) {
    this.perProject = perProject;
  }

  /** Whether it is done to one project, whose grant is then asked for. */
  public boolean perProject() {
    return perProject;
  }
}

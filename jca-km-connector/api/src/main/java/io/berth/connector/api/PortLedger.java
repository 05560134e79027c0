package io.berth.connector.api;

/**
 * Where the nodes of one host agree on ports. The adapter asks once for each port that it is about
 * to give to a start, on a start's thread; it has proved before that nobody listens there.
 */
@FunctionalInterface
public interface PortLedger {
  /**
   * Writes down that this node holds the port for a project.
   *
   * @param host {@link KmProcesses#host}: ports of different hosts have nothing to do with each
   *     other
   * @param generation of the process that will listen there
   * @return false if another node of this host holds it
   * @throws KmException UNAVAILABLE when nobody can be asked: the adapter then trusts the operating
   *     system alone
   */
  boolean reserve(String host, int port, ProjectId project, long generation) throws KmException;
}

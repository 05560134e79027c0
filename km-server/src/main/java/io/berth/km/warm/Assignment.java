package io.berth.km.warm;

/**
 * The one assignment of a warm process, or one order to a host, with the connection that waits for
 * its outcome.
 *
 * @param what it is, understood and checked
 */
public record Assignment<T>(T what, Caller caller) {
  /** Tells that the process serves on this port; the connection ends. */
  public void ready(int port) {
    caller.say("READY port=" + port);
    caller.close();
  }

  /** Tells another outcome in one line; the connection ends. */
  public void answer(String line) {
    caller.say(line);
    caller.close();
  }

  /** Tells why it does not serve, and with which status it ends; the connection ends. */
  public void failed(int status, String why) {
    caller.say("FAILED " + status + " " + new Refusal(why).getMessage());
    caller.close();
  }
}

package io.berth.km.warm;

/** What came over the control socket is no assignment; the message says why, in one line. */
public final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  public Refusal(String why) {
    super(why.replaceAll("\\s*\\R\\s*", "; "));
  }
}

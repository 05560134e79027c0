package io.berth.gateway.security;

/**
 * A token was not accepted. The message is for the caller: it names the check that failed and
 * quotes nothing of the token.
 */
public final class TokenRejected extends Exception {
  private static final long serialVersionUID = 1L;

  public TokenRejected(String message) {
    super(message, null, false, false);
  }
}

package io.berth.km.access;

import java.nio.charset.StandardCharsets;

/**
 * Decides from a request's headers whether it may come in and in whose name. Called first for every
 * request, on its thread; a pure function of the headers and the secret.
 */
public final class Gatekeeper {
  public static final String SECRET = "Berth-Secret";
  public static final String SUBJECT = "Berth-Subject";
  public static final String SIGNATURE = "Berth-Subject-Signature";

  /** In whose name a request without a subject acts: the holder of the secret itself. */
  public static final String HOLDER = "berth";

  private final Secret secret;

  public Gatekeeper(Secret secret) {
    this.secret = secret;
  }

  /**
   * The proved name of the caller; a refusal says which proof is missing, never what it should be.
   */
  public String admit(String presented, String subject, String signature) throws Refused {
    if (presented == null) {
      throw new Refused("The header " + SECRET + " is missing");
    }
    if (!secret.matches(presented)) {
      throw new Refused("The header " + SECRET + " does not carry the secret of this generation");
    }
    if (subject == null && signature == null) {
      return HOLDER;
    }
    if (subject == null || signature == null) {
      throw new Refused(SUBJECT + " and " + SIGNATURE + " belong together; one of them is missing");
    }
    // why: the HTTP server reads header bytes as Latin-1; these are the bytes that were signed
    byte[] bytes = subject.getBytes(StandardCharsets.ISO_8859_1);
    if (!secret.signed(bytes, signature)) {
      throw new Refused(SIGNATURE + " is not a signature of " + SUBJECT);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The request may not come in. */
  public static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }
}

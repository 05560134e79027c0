package io.berth.lifecycle.settings;

/** How each request is written into the access log. */
public enum AccessFormat {
  /** Not at all. */
  OFF,
  /** A line of JSON with the field names of the Elastic Common Schema. */
  ECS,
  /** The combined format of NCSA, with fields of ours behind it. */
  COMBINED
}

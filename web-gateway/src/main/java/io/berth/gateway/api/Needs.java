package io.berth.gateway.api;

import io.berth.gateway.security.Action;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a caller of this route wants to do. Every route carries it; one that does not is closed to
 * everybody.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Needs {
  /** The right that is asked for, on the project {@code {id}} where the action is per project. */
  Action value();
}

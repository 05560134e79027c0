package io.berth.lifecycle.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the one PostgreSQL of their JVM, which ends with it. Not one of JUnit's run: of these
 * a JVM has one for each class when several JVMs share the classes.
 */
public final class WithPostgres implements BeforeAllCallback, ParameterResolver {
  /** why a class of its own: it is started by the first test that wants it. */
  private static final class Shared {
    static final TestPostgres POSTGRES = TestPostgres.make();

    static {
      Runtime.getRuntime()
          .addShutdownHook(Executors.defaultThreadFactory().newThread(Shared::close));
    }

    private static void close() {
      try {
        POSTGRES.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    postgres();
  }

  /** Starts it if no test wanted it before. */
  private static TestPostgres postgres() {
    return Shared.POSTGRES;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestPostgres.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return postgres();
  }
}

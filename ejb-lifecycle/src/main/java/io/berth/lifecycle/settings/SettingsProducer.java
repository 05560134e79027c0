package io.berth.lifecycle.settings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Reads the settings from MicroProfile Config, once, and offers them for injection. */
@ApplicationScoped
public class SettingsProducer {

  /**
   * The settings of this node.
   *
   * @throws InvalidSettings with all mistakes, wherever they are injected
   */
  @Produces
  @Singleton
  public BerthSettings settings() {
    Config config = ConfigProvider.getConfig();
    return BerthSettings.read(
        SettingsSource.collect(
            config.getPropertyNames(), key -> config.getOptionalValue(key, String.class)));
  }
}

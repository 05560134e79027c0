package io.berth.gateway.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The management API, {@code /api/v1}. */
@ApplicationPath("/api/v1")
public class ApiApplication extends Application {}

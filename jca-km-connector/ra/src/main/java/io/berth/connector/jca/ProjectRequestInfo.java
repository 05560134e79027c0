package io.berth.connector.jca;

import io.berth.connector.api.ProjectId;
import jakarta.resource.spi.ConnectionRequestInfo;

/**
 * Says which project a handle is for. It never decides which managed connection serves it: permits
 * are interchangeable.
 */
record ProjectRequestInfo(ProjectId project) implements ConnectionRequestInfo {}

/** Agents over HTTP: registration, login, status. */
package io.berth.gateway.agent;

/**
 * Who the agents are: idempotent registration with its history, what each proves its identity with,
 * and how each is doing.
 */
package io.berth.lifecycle.agent;

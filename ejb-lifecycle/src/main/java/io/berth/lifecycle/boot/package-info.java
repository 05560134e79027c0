/**
 * How a node comes up: parts put together, steps in order, timers, and the container's side of it.
 */
package io.berth.lifecycle.boot;

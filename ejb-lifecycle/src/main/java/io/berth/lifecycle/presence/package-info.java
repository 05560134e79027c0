/** Agents that are connected: that they are there, that they live, and what they must be told. */
package io.berth.lifecycle.presence;

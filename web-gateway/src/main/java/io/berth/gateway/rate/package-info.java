/**
 * How many requests a project gets and an agent makes in a time, counted by each node for itself.
 */
package io.berth.gateway.rate;

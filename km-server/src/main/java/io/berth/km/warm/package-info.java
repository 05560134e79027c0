/**
 * A process that was started before anybody needed it: its control socket, on which it takes the
 * one assignment of its life, and the mark in its environment that tells whose it is from then on.
 */
package io.berth.km.warm;

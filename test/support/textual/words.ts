export const words = { service: 'the supplier', place: 'the depot' };

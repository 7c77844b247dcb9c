export default {
  notices: 'Notices',
  close: 'Close',
}

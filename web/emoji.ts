/** EMOJI are the small pictures that both sides of a chat choose from; in rows of ACROSS. */
export const EMOJI =
  '😀 😄 😁 😅 😂 🙂 🙃 😉 😊 😇 😍 😘 😋 😜 🤔 🤨 😐 😏 🙄 😬 😴 😷 🤒 😎 😕 😟 😮 😳 🥺 😢 😭 😱 😞 😡 🤯 🥳 👍 👎 👌 🤞 👋 👏 🙏 💪 🙌 👀 🤝 💡 💛 💚 💙 💔 🔥 ⭐ 🎉 🎁 🚲 📦 🚚 📷 ✅ ❌ ❓ ⏰'.split(
    ' ',
  )

/** ACROSS is how many stand in a row. */
export const ACROSS = 8

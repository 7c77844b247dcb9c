import { useStore } from '@nanostores/react'
import { useTranslation } from 'react-i18next'
import { type Command, labelOf } from '../command/command'
import { $density, $theme } from '../state/appearance'
import { Avatar } from '../ui/Avatar'
import { Menu, type MenuPart } from '../ui/Menu'
import { useMe } from './useMe'

const GROUPS = [['theme-system', 'theme-light', 'theme-dark'], ['density-comfortable', 'density-dense'], ['sign-out']]

/** OperatorMenu holds what concerns the operator and this device: how it looks, and signing out. */
export function OperatorMenu({ commands }: { commands: readonly Command[] }) {
  const { t } = useTranslation(['shell', 'commands'])
  const me = useMe()
  const chosen = [`theme-${useStore($theme)}`, `density-${useStore($density)}`]
  if (!me) return null
  const name = me.operator.name || me.operator.login
  const parts = GROUPS.flatMap((group, i): MenuPart[] => [
    ...(i > 0 ? (['separator'] as const) : []),
    ...commands
      .filter((command) => group.includes(command.name))
      .map((command) => ({
        name: command.name,
        label: t(`commands:${labelOf(command, undefined)}`),
        icon: <command.icon />,
        chosen: group.length > 1 ? chosen.includes(command.name) : undefined,
        run: () => command.run(),
      })),
  ])
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t('menu', { name })}
          className="flex size-8 items-center justify-center rounded-full outline-none focus-visible:ring-2 focus-visible:ring-accent pointer-coarse:size-10"
        >
          <Avatar name={name} />
        </button>
      }
      head={
        <p className="mb-1.5 max-w-72 truncate border-line border-b px-2 pt-1 pb-2 text-muted">
          {t('signedInAs', { name: me.operator.name ? `${me.operator.name} (${me.operator.login})` : me.operator.login })}
        </p>
      }
      parts={parts}
    />
  )
}
